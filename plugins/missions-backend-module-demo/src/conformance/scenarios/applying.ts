import { WHAT_CONTROLLERS_ADD } from '../exemptions';
import { configMap, deployment, service } from '../objects';
import { Scenario } from '../scenario';

const maps = (namespace: string) =>
  `/api/v1/namespaces/${namespace}/configmaps`;
const deployments = (namespace: string) =>
  `/apis/apps/v1/namespaces/${namespace}/deployments`;
const managers = (body: any) =>
  (body.metadata.managedFields ?? [])
    .map((entry: any) => `${entry.manager}:${entry.operation}`)
    .sort();

/** Server-side apply and field ownership. */
export const applying: Scenario[] = [
  {
    name: 'creates by apply with 201, then answers 200 without a write',
    run: async ({ apply, namespace, expect }) => {
      const path = `${maps(namespace)}/a`;
      const first = await apply(path, configMap('a', { x: '1' }));
      const second = await apply(path, configMap('a', { x: '1' }));
      expect([first.status, second.status]).toEqual([201, 200]);
      expect(second.body.metadata.resourceVersion).toBe(
        first.body.metadata.resourceVersion,
      );
    },
  },
  {
    name: 'needs a field manager',
    run: async ({ request, namespace, expect }) => {
      const answer = await request('PATCH', `${maps(namespace)}/a`, {
        body: configMap('a'),
        headers: { 'content-type': 'application/apply-patch+yaml' },
      });
      expect(answer.status).toBe(422);
    },
  },
  {
    name: 'removes a field that is no longer applied',
    run: async ({ apply, namespace, expect }) => {
      const path = `${maps(namespace)}/a`;
      await apply(path, configMap('a', { x: '1', y: '2' }));
      expect((await apply(path, configMap('a', { x: '1' }))).body.data).toEqual(
        { x: '1' },
      );
    },
  },
  {
    name: 'removes the last field together with its parent',
    run: async ({ apply, namespace, expect }) => {
      const path = `${maps(namespace)}/a`;
      await apply(path, configMap('a', { x: '1' }));
      expect((await apply(path, configMap('a'))).body.data).toBe(undefined);
    },
  },
  {
    name: 'answers 409 naming manager and field when another owner applied another value',
    run: async ({ apply, namespace, expect }) => {
      const path = `${maps(namespace)}/a`;
      await apply(path, configMap('a', { x: '1' }));
      const answer = await apply(path, configMap('a', { x: '2' }), {
        fieldManager: 'second',
      });
      expect(answer.body).toMatchObject({
        code: 409,
        reason: 'Conflict',
        details: {
          causes: [
            {
              reason: 'FieldManagerConflict',
              message: 'conflict with "first"',
              field: '.data.x',
            },
          ],
        },
      });
    },
  },
  {
    name: 'names every field of several conflicts',
    run: async ({ apply, namespace, expect }) => {
      const path = `${maps(namespace)}/a`;
      await apply(path, configMap('a', { x: '1', y: '1' }));
      const answer = await apply(path, configMap('a', { x: '2', y: '2' }), {
        fieldManager: 'second',
      });
      expect(answer.body.details.causes.length).toBe(2);
    },
  },
  {
    name: 'names the apiVersion of a manager that updated',
    run: async ({ post, apply, namespace, expect }) => {
      await post(maps(namespace), configMap('a', { x: '1' }), {
        fieldManager: 'writer',
      });
      const answer = await apply(
        `${maps(namespace)}/a`,
        configMap('a', { x: '2' }),
      );
      expect(answer.body.message).toMatch(
        'conflict with "writer" using v1: .data.x',
      );
    },
  },
  {
    name: 'takes fields over by force',
    run: async ({ apply, namespace, expect }) => {
      const path = `${maps(namespace)}/a`;
      await apply(path, configMap('a', { x: '1' }));
      const answer = await apply(path, configMap('a', { x: '2' }), {
        fieldManager: 'second',
        force: true,
      });
      expect(managers(answer.body)).toEqual(['second:Apply']);
    },
  },
  {
    name: 'shares a field between managers that apply the same value',
    run: async ({ apply, namespace, expect }) => {
      const path = `${maps(namespace)}/a`;
      await apply(path, configMap('a', { x: '1' }));
      const answer = await apply(path, configMap('a', { x: '1' }), {
        fieldManager: 'second',
      });
      expect(managers(answer.body)).toEqual(['first:Apply', 'second:Apply']);
    },
  },
  {
    name: 'keeps a shared field when one of its owners lets go',
    run: async ({ apply, namespace, expect }) => {
      const path = `${maps(namespace)}/a`;
      await apply(path, configMap('a', { x: '1' }));
      await apply(path, configMap('a', { x: '1' }), { fieldManager: 'second' });
      const answer = await apply(path, configMap('a'));
      expect(answer.body.data).toEqual({ x: '1' });
      expect(managers(answer.body)).toEqual(['second:Apply']);
    },
  },
  {
    name: 'gives a field to whoever updates it',
    run: async ({ apply, patch, namespace, expect }) => {
      const path = `${maps(namespace)}/a`;
      await apply(path, configMap('a', { x: '1', y: '1' }));
      const answer = await patch(
        'merge',
        path,
        { data: { x: '2' } },
        { fieldManager: 'writer' },
      );
      expect(managers(answer.body)).toEqual(['first:Apply', 'writer:Update']);
    },
  },
  {
    name: 'puts two managers on different fields side by side',
    run: async ({ apply, namespace, expect }) => {
      const path = `${maps(namespace)}/a`;
      await apply(path, configMap('a', { x: '1' }));
      const answer = await apply(path, configMap('a', { y: '2' }), {
        fieldManager: 'second',
      });
      expect(answer.body.data).toEqual({ x: '1', y: '2' });
    },
  },
  {
    name: 'answers 500 without a reason to an unknown field',
    run: async ({ apply, namespace, expect }) => {
      const answer = await apply(`${maps(namespace)}/a`, {
        ...configMap('a'),
        extra: 1,
      });
      expect(answer.status).toBe(500);
      expect(answer.body.reason).toBe(undefined);
      expect(answer.body.message).toMatch(
        '.extra: field not declared in schema',
      );
    },
  },
  {
    name: 'answers 500 without a reason to a wrong type',
    run: async ({ apply, namespace, expect }) => {
      const answer = await apply(
        `${deployments(namespace)}/a`,
        deployment('a', { spec: { replicas: 'three' } }),
      );
      expect(answer.status).toBe(500);
      expect(answer.body.message).toMatch(
        'failed to create typed patch object',
      );
    },
  },
  {
    name: 'refuses managedFields in an applied object',
    run: async ({ apply, namespace, expect }) => {
      const body = {
        ...configMap('a'),
        metadata: {
          name: 'a',
          managedFields: [
            { manager: 'x', operation: 'Apply', apiVersion: 'v1' },
          ],
        },
      };
      expect((await apply(`${maps(namespace)}/a`, body)).status).toBe(400);
    },
  },
  {
    name: 'refuses half of a pair of surrogates with 400, and no whole one',
    run: async ({ apply, namespace, expect }) => {
      const path = `${maps(namespace)}/a`;
      const holding = (x: string) => ({ ...configMap('a'), data: { x } });
      const refused = await apply(path, holding('a\ud800b'));
      expect(refused.status).toBe(400);
      expect(refused.body.message).toContain(
        'invalid Unicode character escape code',
      );
      expect((await apply(path, holding('\\ud800 😀'))).status).toBe(201);
    },
  },
  {
    name: 'resurrects an absent object in spite of a resourceVersion',
    run: async ({ request, namespace, expect }) => {
      const body = {
        ...configMap('a'),
        metadata: { name: 'a', resourceVersion: '1' },
      };
      const options = {
        body,
        query: { fieldManager: 'first' },
        headers: { 'content-type': 'application/apply-patch+yaml' },
      };
      const answer = await request('PATCH', `${maps(namespace)}/a`, options);
      expect(answer.status).toBe(201);
    },
  },
  {
    name: 'refuses an absent object with a uid with 409',
    run: async ({ apply, namespace, expect }) => {
      const body = {
        ...configMap('a'),
        metadata: { name: 'a', uid: '11111111-2222-3333-4444-555555555555' },
      };
      expect((await apply(`${maps(namespace)}/a`, body)).status).toBe(409);
    },
  },
  {
    name: 'refuses another uid as immutable with 422',
    run: async ({ apply, namespace, expect }) => {
      const path = `${maps(namespace)}/a`;
      await apply(path, configMap('a'));
      const body = {
        ...configMap('a'),
        metadata: { name: 'a', uid: '11111111-2222-3333-4444-555555555555' },
      };
      expect((await apply(path, body)).status).toBe(422);
    },
  },
  {
    name: 'refuses an old resourceVersion with 409 and no causes',
    run: async ({ apply, namespace, expect }) => {
      const path = `${maps(namespace)}/a`;
      const { body } = await apply(path, configMap('a', { x: '1' }));
      await apply(path, configMap('a', { x: '2' }));
      const old = {
        ...configMap('a', { x: '3' }),
        metadata: { name: 'a', resourceVersion: body.metadata.resourceVersion },
      };
      const answer = await apply(path, old);
      expect(answer.status).toBe(409);
      expect(answer.body.details.causes).toBe(undefined);
    },
  },
  {
    name: 'shows by a dry run what an apply would do',
    run: async ({ apply, get, namespace, expect }) => {
      const path = `${maps(namespace)}/a`;
      await apply(path, configMap('a', { x: '1' }));
      const answer = await apply(path, configMap('a', { x: '2' }), {
        dryRun: 'All',
      });
      expect(answer.body.data).toEqual({ x: '2' });
      expect((await get(path)).body.data).toEqual({ x: '1' });
    },
  },
  {
    name: 'owns list items by their keys',
    run: async ({ apply, namespace, expect }) => {
      const container = {
        ports: [{ containerPort: 8080 }],
        env: [{ name: 'MODE', value: 'a' }],
      };
      const answer = await apply(
        `${deployments(namespace)}/a`,
        deployment('a', { replicas: 0, container }),
      );
      const fields =
        answer.body.metadata.managedFields[0].fieldsV1['f:spec']['f:template'][
          'f:spec'
        ]['f:containers']['k:{"name":"main"}'];
      expect(Object.keys(fields['f:ports'])).toEqual([
        'k:{"containerPort":8080,"protocol":"TCP"}',
      ]);
      expect(Object.keys(fields['f:env'])).toEqual(['k:{"name":"MODE"}']);
    },
  },
  {
    name: 'lets a second manager add a list item, and takes only its own away',
    except: [WHAT_CONTROLLERS_ADD],
    run: async ({ apply, namespace, expect }) => {
      const path = `${deployments(namespace)}/a`;
      await apply(
        path,
        deployment('a', {
          replicas: 0,
          container: { env: [{ name: 'A', value: '1' }] },
        }),
      );
      const partial = (env: object[]) => ({
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'a' },
        spec: { template: { spec: { containers: [{ name: 'main', env }] } } },
      });
      const added = await apply(path, partial([{ name: 'B', value: '2' }]), {
        fieldManager: 'second',
      });
      const envOf = (answer: any) =>
        answer.body.spec.template.spec.containers[0].env.map(
          (item: any) => item.name,
        );
      expect(envOf(added)).toEqual(['A', 'B']);
      const removed = await apply(path, partial([]), {
        fieldManager: 'second',
      });
      expect(envOf(removed)).toEqual(['A']);
    },
  },
  {
    name: 'owns what a create sets, defaults included',
    run: async ({ post, namespace, expect }) => {
      const answer = await post(
        deployments(namespace),
        deployment('a', { replicas: 0 }),
        { fieldManager: 'writer' },
      );
      expect(
        Object.keys(answer.body.metadata.managedFields[0].fieldsV1['f:spec']),
      ).toContain('f:progressDeadlineSeconds');
    },
  },
  {
    name: 'owns a service by port and protocol',
    run: async ({ post, apply, namespace, expect }) => {
      const path = `/api/v1/namespaces/${namespace}/services`;
      await post(path, service('a'), { fieldManager: 'writer' });
      const answer = await apply(`${path}/a`, service('a'));
      expect(managers(answer.body)).toEqual(['first:Apply', 'writer:Update']);
    },
  },
  {
    name: 'gives ownership back by putting the managedFields of before, twice',
    run: async ({ apply, put, get, namespace, expect }) => {
      const path = `${maps(namespace)}/a`;
      await apply(path, configMap('a', { x: '1' }), { fieldManager: 'owner' });
      const before = (await get(path)).body;
      const forced = await apply(path, configMap('a', { x: '2' }), {
        force: true,
      });
      const { metadata } = before;
      const restore = (resourceVersion: string) => ({
        ...before,
        metadata: { ...metadata, resourceVersion },
      });
      const first = await put(
        path,
        restore(forced.body.metadata.resourceVersion),
        { fieldManager: 'restorer' },
      );
      const second = await put(
        path,
        restore(first.body.metadata.resourceVersion),
        { fieldManager: 'restorer' },
      );
      expect(second.body.data).toEqual({ x: '1' });
      expect(managers(second.body)).toEqual(['owner:Apply']);
      expect(
        (
          await apply(path, configMap('a', { x: '3' }), {
            fieldManager: 'owner',
          })
        ).status,
      ).toBe(200);
    },
  },
  {
    name: 'clears managedFields by a list of one empty entry',
    run: async ({ apply, patch, namespace, expect }) => {
      const path = `${maps(namespace)}/a`;
      await apply(path, configMap('a', { x: '1' }));
      const answer = await patch('merge', path, {
        metadata: { managedFields: [{}] },
      });
      expect(answer.body.metadata.managedFields).toBe(undefined);
    },
  },
  {
    name: 'drops the status of an applied object',
    run: async ({ apply, namespace, expect }) => {
      const body = {
        ...deployment('a', { replicas: 0 }),
        status: { replicas: 7 },
      };
      const answer = await apply(`${deployments(namespace)}/a`, body);
      expect(answer.body.status).toEqual({});
    },
  },
  {
    name: 'keeps a removed key of stringData in data',
    run: async ({ apply, namespace, expect }) => {
      const path = `/api/v1/namespaces/${namespace}/secrets/s`;
      const secret = (stringData: Record<string, string>) => ({
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 's' },
        stringData,
      });
      await apply(path, secret({ a: '1', b: '2' }));
      const answer = await apply(path, secret({ a: '1' }));
      expect(answer.body.data).toEqual({ a: 'MQ==', b: 'Mg==' });
    },
  },
];
