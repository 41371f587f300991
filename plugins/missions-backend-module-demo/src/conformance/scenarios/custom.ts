import { PROTOBUF_IS_NOT_SPOKEN } from '../exemptions';
import { definition } from '../objects';
import { Scenario, ScenarioApi } from '../scenario';

/** A definition in a group named after the scenario's namespace. */
async function define(
  api: ScenarioApi,
): Promise<{ group: string; path: string; widget: (spec: object) => any }> {
  const group = `${api.namespace}.example.com`;
  const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
  await api.post(definitions, definition(group));
  await api.until(
    `${definitions}/widgets.${group}`,
    ({ body }) =>
      (body.status?.conditions ?? []).some(
        (item: any) => item.type === 'Established' && item.status === 'True',
      ),
    'the definition to be established',
  );
  const path = `/apis/${group}/v1/namespaces/${api.namespace}/widgets`;
  await api.until(
    path,
    ({ status }) => status === 200,
    'the widgets to be served',
  );
  return {
    group,
    path,
    widget: spec => ({
      apiVersion: `${group}/v1`,
      kind: 'Widget',
      metadata: { name: 'w' },
      spec,
    }),
  };
}

const withWidgets = (
  name: string,
  run: (
    api: ScenarioApi,
    made: Awaited<ReturnType<typeof define>>,
  ) => Promise<void>,
  except: Scenario['except'] = [],
): Scenario => ({
  name,
  except,
  run: async api => {
    const made = await define(api);
    try {
      await run(api, made);
    } finally {
      await api.remove(
        `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.${made.group}`,
      );
    }
  },
});

/** Custom resources: structural schemas, defaults, pruning, status, ownership. */
export const custom: Scenario[] = [
  withWidgets(
    'answers no custom object in protobuf',
    async ({ request, expect }, { path }) => {
      const headers = { accept: 'application/vnd.kubernetes.protobuf' };
      const answer = await request('GET', path, { headers });
      // A real server says so in protobuf, which it speaks otherwise.
      expect(answer.status).toBe(406);
    },
    [PROTOBUF_IS_NOT_SPOKEN],
  ),
  withWidgets(
    'fills the defaults of a custom object',
    async ({ post, expect }, { path, widget }) => {
      const answer = await post(path, widget({ size: 2 }));
      expect(answer.body.spec).toEqual({ size: 2, colour: 'red' });
    },
  ),
  withWidgets(
    'prunes what the schema does not know',
    async ({ post, expect }, { path, widget }) => {
      const answer = await post(path, widget({ size: 2, extra: true }));
      expect(answer.body.spec.extra).toBe(undefined);
    },
  ),
  withWidgets(
    'refuses an unknown field of a custom object under strict validation',
    async ({ post, expect }, { path, widget }) => {
      const answer = await post(path, widget({ size: 2, extra: true }), {
        fieldValidation: 'Strict',
      });
      expect(answer).toMatchObject({
        status: 400,
        body: { reason: 'BadRequest' },
      });
    },
  ),
  withWidgets(
    'refuses a value below its minimum',
    async ({ post, expect }, { path, widget }) => {
      const answer = await post(path, widget({ size: 0 }));
      expect(answer).toMatchObject({
        status: 422,
        body: { details: { causes: [{ field: 'spec.size' }] } },
      });
    },
  ),
  withWidgets(
    'refuses a value outside its enumeration',
    async ({ post, expect }, { path, widget }) => {
      expect(
        (await post(path, widget({ size: 1, colour: 'green' }))).status,
      ).toBe(422);
    },
  ),
  withWidgets(
    'refuses text that does not match its pattern',
    async ({ post, expect }, { path, widget }) => {
      expect((await post(path, widget({ size: 1, note: 'ABC' }))).status).toBe(
        422,
      );
    },
  ),
  withWidgets(
    'refuses a custom object without a required field',
    async ({ post, expect }, { path, widget }) => {
      expect((await post(path, widget({}))).body.details.causes[0].reason).toBe(
        'FieldValueRequired',
      );
    },
  ),
  withWidgets(
    'refuses a wrong type in a custom object',
    async ({ post, expect }, { path, widget }) => {
      expect((await post(path, widget({ size: 'two' }))).status).toBe(422);
    },
  ),
  withWidgets(
    'answers 500 to an unknown field in an applied custom object',
    async ({ apply, expect }, { path, widget }) => {
      expect(
        (await apply(`${path}/w`, widget({ size: 1, extra: 1 }))).status,
      ).toBe(500);
    },
  ),
  withWidgets(
    'merges the keyed list of a custom object',
    async ({ apply, expect }, { path, widget }) => {
      await apply(
        `${path}/w`,
        widget({ size: 1, parts: [{ name: 'a', count: 1 }] }),
      );
      const answer = await apply(
        `${path}/w`,
        { ...widget({ parts: [{ name: 'b', count: 2 }] }) },
        { fieldManager: 'second' },
      );
      expect(answer.body.spec.parts.map((part: any) => part.name)).toEqual([
        'a',
        'b',
      ]);
    },
  ),
  withWidgets(
    'writes the status only through its subresource',
    async ({ post, put, get, expect }, { path, widget }) => {
      const { body } = await post(path, {
        ...widget({ size: 1 }),
        status: { ready: true },
      });
      expect(body.status).toBe(undefined);
      await put(`${path}/w/status`, {
        ...body,
        spec: { size: 5 },
        status: { ready: true },
      });
      const answer = await get(`${path}/w`);
      expect([answer.body.spec.size, answer.body.status.ready]).toEqual([
        1,
        true,
      ]);
    },
  ),
  withWidgets(
    'needs a resourceVersion to replace a custom object',
    async ({ post, put, expect }, { path, widget }) => {
      await post(path, widget({ size: 1 }));
      expect((await put(`${path}/w`, widget({ size: 2 }))).status).toBe(422);
    },
  ),
  withWidgets(
    'refuses a strategic merge patch of a custom object with 415',
    async ({ post, patch, expect }, { path, widget }) => {
      await post(path, widget({ size: 1 }));
      expect(
        (await patch('strategic-merge', `${path}/w`, { spec: { size: 2 } }))
          .status,
      ).toBe(415);
    },
  ),
  withWidgets(
    'counts the generation of a custom object',
    async ({ post, patch, expect }, { path, widget }) => {
      const { body } = await post(path, widget({ size: 1 }));
      const changed = await patch('merge', `${path}/w`, { spec: { size: 2 } });
      const labelled = await patch('merge', `${path}/w`, {
        metadata: { labels: { a: 'b' } },
      });
      expect(
        [body, changed.body, labelled.body].map(
          item => item.metadata.generation,
        ),
      ).toEqual([1, 2, 2]);
    },
  ),
  withWidgets(
    'lists custom objects with kind and apiVersion',
    async ({ post, get, expect }, { path, widget }) => {
      await post(path, widget({ size: 1 }));
      const answer = await get(path);
      expect([answer.body.kind, answer.body.items[0].kind]).toEqual([
        'WidgetList',
        'Widget',
      ]);
    },
  ),
  {
    name: 'removes the objects of a definition that is deleted',
    run: async api => {
      const { group, path, widget } = await define(api);
      await api.post(path, widget({ size: 1 }));
      const own = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.${group}`;
      await api.remove(own);
      await api.until(
        own,
        ({ status }) => status === 404,
        'the definition to be gone',
      );
      const answer = await api.until(
        path,
        ({ status }) => status === 404,
        'the widgets to be unserved',
      );
      api.expect(answer.body).toBe('404 page not found\n');
    },
  },
  {
    name: 'refuses a definition whose name does not fit',
    run: async ({ post, namespace, expect }) => {
      const body = definition(`${namespace}.example.com`);
      body.metadata.name = 'other.example.com';
      expect(
        (
          await post(
            '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
            body,
          )
        ).status,
      ).toBe(422);
    },
  },
];
