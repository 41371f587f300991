import { configMap } from '../objects';
import { Scenario, ScenarioApi } from '../scenario';

async function threeMaps({ post, namespace }: ScenarioApi): Promise<string> {
  const path = `/api/v1/namespaces/${namespace}/configmaps`;
  for (const name of ['a', 'b', 'c']) {
    await post(path, {
      ...configMap(name),
      metadata: {
        name,
        labels: { tier: name === 'a' ? 'front' : 'back', mine: 'yes' },
      },
    });
  }
  return path;
}

const names = (answer: any) =>
  answer.body.items.map((item: any) => item.metadata.name);

/** Lists, selectors, paging and watches. */
export const lists: Scenario[] = [
  {
    name: 'lists without kind and apiVersion on the items',
    run: async api => {
      const path = await threeMaps(api);
      const answer = await api.get(path, { labelSelector: 'mine=yes' });
      api.expect(answer.body.kind).toBe('ConfigMapList');
      api.expect(answer.body.items[0].kind).toBe(undefined);
    },
  },
  ...(
    [
      ['tier=front', ['a']],
      ['mine=yes,tier!=front', ['b', 'c']],
      ['tier in (front,middle)', ['a']],
      ['mine,tier notin (front)', ['b', 'c']],
      ['mine=yes,!absent', ['a', 'b', 'c']],
    ] as const
  ).map(
    ([labelSelector, expected]): Scenario => ({
      name: `selects by the labels ${labelSelector}`,
      run: async api => {
        const path = await threeMaps(api);
        api
          .expect(names(await api.get(path, { labelSelector })))
          .toEqual([...expected]);
      },
    }),
  ),
  {
    name: 'selects by the field metadata.name',
    run: async api => {
      const path = await threeMaps(api);
      api
        .expect(
          names(await api.get(path, { fieldSelector: 'metadata.name=b' })),
        )
        .toEqual(['b']);
    },
  },
  {
    name: 'refuses a field that is not indexed',
    run: async api => {
      const answer = await api.get(
        `/api/v1/namespaces/${api.namespace}/configmaps`,
        { fieldSelector: 'data.x=1' },
      );
      api.expect(answer.status).toBe(400);
    },
  },
  {
    name: 'pages by limit and continue',
    run: async api => {
      const path = await threeMaps(api);
      const first = await api.request('GET', path, {
        query: { limit: 2, labelSelector: 'mine' },
      });
      api.expect(names(first)).toEqual(['a', 'b']);
      const token = first.body.metadata.continue;
      const second = await api.request('GET', path, {
        query: { limit: 2, labelSelector: 'mine', continue: token },
      });
      api.expect(names(second)).toEqual(['c']);
      api.expect(second.body.metadata.continue).toBe(undefined);
    },
  },
  {
    name: 'refuses a continue token that it did not make',
    run: async api => {
      const answer = await api.get(
        `/api/v1/namespaces/${api.namespace}/configmaps`,
        { limit: 1, continue: 'nonsense' },
      );
      api.expect(answer.status).toBe(400);
    },
  },
  {
    name: 'watches the changes after a resourceVersion',
    run: async ({ request, post, remove, namespace, expect }) => {
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      const { body } = await post(path, configMap('a'));
      const { resourceVersion } = body.metadata;
      const watching = request('GET', path, {
        query: {
          watch: true,
          resourceVersion,
          timeoutSeconds: 1,
          labelSelector: 'seen',
        },
      });
      await post(path, {
        ...configMap('b'),
        metadata: { name: 'b', labels: { seen: 'yes' } },
      });
      await remove(`${path}/b`);
      const lines = linesOf((await watching).body);
      expect(lines.map(line => line.type)).toEqual(['ADDED', 'DELETED']);
    },
  },
  {
    name: 'shows an object that leaves the selection as deleted',
    run: async ({ request, post, patch, namespace, expect }) => {
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      const { body } = await post(path, {
        ...configMap('a'),
        metadata: { name: 'a', labels: { seen: 'yes' } },
      });
      const query = {
        watch: true,
        resourceVersion: body.metadata.resourceVersion,
        timeoutSeconds: 1,
        labelSelector: 'seen',
      };
      const watching = request('GET', path, { query });
      await patch('merge', `${path}/a`, {
        metadata: { labels: { seen: null } },
      });
      expect(linesOf((await watching).body).map(line => line.type)).toEqual([
        'DELETED',
      ]);
    },
  },
  {
    name: 'begins a watch without resourceVersion with what is there',
    run: async ({ request, post, namespace, expect }) => {
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      await post(path, {
        ...configMap('a'),
        metadata: { name: 'a', labels: { seen: 'yes' } },
      });
      const query = { watch: true, timeoutSeconds: 1, labelSelector: 'seen' };
      const { body } = await request('GET', path, { query });
      expect(
        linesOf(body).map(line => [line.type, line.object.metadata.name]),
      ).toEqual([['ADDED', 'a']]);
    },
  },
];

function linesOf(body: any): { type: string; object: any }[] {
  if (typeof body !== 'string') return [body];
  return body
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line));
}
