import { EACH_ITS_OWN_CERTIFICATE } from '../exemptions';
import { configMap } from '../objects';
import { Scenario } from '../scenario';

/** Discovery, create, read, replace, delete. */
export const basics: Scenario[] = [
  {
    name: 'answers readyz in plain text',
    run: async ({ get, expect }) => {
      expect(await get('/readyz')).toMatchObject({ status: 200, body: 'ok' });
    },
  },
  {
    name: 'lists the served resources of a group',
    run: async ({ request, expect }) => {
      const { body } = await request('GET', '/apis/policy/v1');
      expect(body.resources[0]).toMatchObject({
        name: 'poddisruptionbudgets',
        namespaced: true,
        kind: 'PodDisruptionBudget',
      });
    },
  },
  {
    name: 'answers 404 in plain text for an API group that is not served',
    run: async ({ get, expect }) => {
      expect(await get('/apis/absent.example.com/v1/things')).toMatchObject({
        status: 404,
        body: '404 page not found\n',
      });
    },
  },
  {
    name: 'creates an object with 201 and refuses it the second time',
    run: async ({ post, namespace, expect }) => {
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      const first = await post(path, configMap('a', { x: '1' }));
      expect(first.status).toBe(201);
      const second = await post(path, configMap('a', { x: '1' }));
      expect(second).toMatchObject({
        status: 409,
        body: { reason: 'AlreadyExists' },
      });
    },
  },
  {
    name: 'answers 404 with details for an absent object',
    run: async ({ get, namespace, expect }) => {
      const answer = await get(
        `/apis/apps/v1/namespaces/${namespace}/deployments/absent`,
      );
      expect(answer.body).toMatchObject({
        reason: 'NotFound',
        details: { name: 'absent', group: 'apps', kind: 'deployments' },
      });
    },
  },
  {
    name: 'refuses to create in an absent namespace',
    run: async ({ post, expect }) => {
      const answer = await post(
        '/api/v1/namespaces/absent-namespace/configmaps',
        configMap('a'),
      );
      expect(answer).toMatchObject({
        status: 404,
        body: { details: { kind: 'namespaces' } },
      });
    },
  },
  {
    name: 'makes a name from generateName',
    run: async ({ request, namespace, expect }) => {
      const body = {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { generateName: 'gen-' },
      };
      const answer = await request(
        'POST',
        `/api/v1/namespaces/${namespace}/configmaps`,
        { body },
      );
      expect(answer.body.metadata.name).toMatch(/^gen-[a-z0-9]{5}$/);
      await request(
        'DELETE',
        `/api/v1/namespaces/${namespace}/configmaps/${answer.body.metadata.name}`,
      );
    },
  },
  {
    name: 'refuses an invalid name with 422 and a cause',
    run: async ({ post, namespace, expect }) => {
      const answer = await post(
        `/api/v1/namespaces/${namespace}/configmaps`,
        configMap('Not_Valid'),
      );
      expect(answer).toMatchObject({
        status: 422,
        body: {
          reason: 'Invalid',
          details: { causes: [{ field: 'metadata.name' }] },
        },
      });
    },
  },
  {
    name: 'refuses an object of another kind',
    run: async ({ post, namespace, expect }) => {
      const answer = await post(`/api/v1/namespaces/${namespace}/configmaps`, {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'a' },
      });
      expect(answer.status).toBe(400);
    },
  },
  {
    name: 'refuses a namespace in the body that is not that of the path',
    run: async ({ post, namespace, expect }) => {
      const answer = await post(`/api/v1/namespaces/${namespace}/configmaps`, {
        ...configMap('a'),
        metadata: { name: 'a', namespace: 'other' },
      });
      expect(answer).toMatchObject({
        status: 400,
        body: { reason: 'BadRequest' },
      });
    },
  },
  {
    name: 'refuses resourceVersion on create',
    run: async ({ post, namespace, expect }) => {
      const answer = await post(`/api/v1/namespaces/${namespace}/configmaps`, {
        ...configMap('a'),
        metadata: { name: 'a', resourceVersion: '1' },
      });
      expect(answer.status).toBe(500);
    },
  },
  {
    name: 'replaces an object and moves its resourceVersion',
    run: async ({ post, put, namespace, expect }) => {
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      const { body } = await post(path, configMap('a', { x: '1' }));
      const answer = await put(`${path}/a`, { ...body, data: { x: '2' } });
      expect(answer.body.data).toEqual({ x: '2' });
      expect(answer.body.metadata.resourceVersion).not.toBe(
        body.metadata.resourceVersion,
      );
    },
  },
  {
    name: 'does not write when a replace changes nothing',
    run: async ({ post, put, namespace, expect }) => {
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      const { body } = await post(path, configMap('a', { x: '1' }));
      const answer = await put(`${path}/a`, body);
      expect(answer.body.metadata.resourceVersion).toBe(
        body.metadata.resourceVersion,
      );
    },
  },
  {
    name: 'refuses a replace on an old resourceVersion with 409 and no causes',
    run: async ({ post, put, namespace, expect }) => {
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      const { body } = await post(path, configMap('a', { x: '1' }));
      await put(`${path}/a`, { ...body, data: { x: '2' } });
      const answer = await put(`${path}/a`, { ...body, data: { x: '3' } });
      expect(answer).toMatchObject({
        status: 409,
        body: { reason: 'Conflict' },
      });
      expect(answer.body.details.causes).toBe(undefined);
    },
  },
  {
    name: 'refuses a replace with another uid with 409',
    run: async ({ post, request, namespace, expect }) => {
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      await post(path, configMap('a', { x: '1' }));
      const body = {
        ...configMap('a', { x: '2' }),
        metadata: { name: 'a', uid: '11111111-2222-3333-4444-555555555555' },
      };
      const answer = await request('PUT', `${path}/a`, { body });
      expect(answer).toMatchObject({
        status: 409,
        body: { reason: 'Conflict' },
      });
    },
  },
  {
    name: 'replaces without a resourceVersion',
    run: async ({ post, put, namespace, expect }) => {
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      await post(path, configMap('a', { x: '1' }));
      expect((await put(`${path}/a`, configMap('a', { x: '2' }))).status).toBe(
        200,
      );
    },
  },
  {
    name: 'answers 404 to a replace of what is absent',
    run: async ({ put, namespace, expect }) => {
      expect(
        (
          await put(
            `/api/v1/namespaces/${namespace}/configmaps/a`,
            configMap('a'),
          )
        ).status,
      ).toBe(404);
    },
  },
  {
    name: 'refuses a replace under another name',
    run: async ({ put, namespace, expect }) => {
      expect(
        (
          await put(
            `/api/v1/namespaces/${namespace}/configmaps/a`,
            configMap('b'),
          )
        ).status,
      ).toBe(400);
    },
  },
  {
    name: 'deletes at once what nothing holds, and says the uid',
    run: async ({ post, remove, get, namespace, expect }) => {
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      const { body } = await post(path, configMap('a'));
      const answer = await remove(`${path}/a`);
      expect(answer.body).toMatchObject({
        kind: 'Status',
        status: 'Success',
        details: { uid: body.metadata.uid },
      });
      expect((await get(`${path}/a`)).status).toBe(404);
    },
  },
  {
    name: 'refuses a delete with another uid with 409',
    run: async ({ post, remove, namespace, expect }) => {
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      await post(path, configMap('a'));
      const answer = await remove(`${path}/a`, {
        preconditions: { uid: '11111111-2222-3333-4444-555555555555' },
      });
      expect(answer).toMatchObject({
        status: 409,
        body: { reason: 'Conflict' },
      });
    },
  },
  {
    name: 'refuses a delete on an old resourceVersion with 409',
    run: async ({ post, put, request, namespace, expect }) => {
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      const { body } = await post(path, configMap('a'));
      await put(`${path}/a`, configMap('a', { x: '1' }));
      const options = {
        body: {
          preconditions: { resourceVersion: body.metadata.resourceVersion },
        },
      };
      const answer = await request('DELETE', `${path}/a`, options);
      expect(answer.status).toBe(409);
      expect(answer.body.reason).toBe('Conflict');
    },
  },
  {
    name: 'holds an object with finalizers until they are gone',
    run: async ({ post, remove, patch, get, namespace, expect }) => {
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      await post(path, {
        ...configMap('a'),
        metadata: { name: 'a', finalizers: ['example.com/hold'] },
      });
      const answer = await remove(`${path}/a`);
      expect(answer.body.metadata.deletionGracePeriodSeconds).toBe(0);
      await patch('merge', `${path}/a`, { metadata: { finalizers: null } });
      expect((await get(`${path}/a`)).status).toBe(404);
    },
  },
  {
    name: 'changes nothing by a dry run',
    run: async ({ post, put, remove, get, namespace, expect }) => {
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      expect((await post(path, configMap('a'), { dryRun: 'All' })).status).toBe(
        201,
      );
      expect((await get(`${path}/a`)).status).toBe(404);
      await post(path, configMap('a', { x: '1' }));
      await put(`${path}/a`, configMap('a', { x: '2' }), { dryRun: 'All' });
      await remove(`${path}/a`, undefined, { dryRun: 'All' });
      expect((await get(`${path}/a`)).body.data).toEqual({ x: '1' });
    },
  },
  {
    name: 'deletes nothing by a dry run that the options in the body ask for',
    run: async ({ post, remove, get, namespace, expect }) => {
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      const { body } = await post(path, configMap('a', { x: '1' }));
      const { uid, resourceVersion } = body.metadata;
      const options = (preconditions: object, dryRun = 'All') => ({
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        propagationPolicy: 'Background',
        preconditions,
        dryRun: [dryRun],
      });
      const tried = await remove(
        `${path}/a`,
        options({ uid, resourceVersion }),
        { dryRun: 'All' },
      );
      expect([tried.status, tried.body.status]).toEqual([200, 'Success']);
      await remove(`${path}/a`, options({ uid, resourceVersion }));
      const other = await remove(`${path}/a`, options({ uid: 'other' }));
      expect([other.status, other.body.reason]).toEqual([409, 'Conflict']);
      const unknown = await remove(`${path}/a`, options({}, 'Some'));
      expect([unknown.status, unknown.body.reason]).toEqual([422, 'Invalid']);
      expect((await remove(`${path}/b`, options({}))).status).toBe(404);
      expect((await get(`${path}/a`)).body.metadata).toEqual(body.metadata);
    },
  },
  {
    name: 'heeds no dry run of the query of a deletion with a body',
    run: async ({ post, remove, get, namespace, expect }) => {
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      await post(path, configMap('a'));
      const options = { apiVersion: 'v1', kind: 'DeleteOptions' };
      await remove(`${path}/a`, options, { dryRun: 'All' });
      expect((await get(`${path}/a`)).status).toBe(404);
    },
  },
  {
    name: 'makes the default account and the root certificate in a namespace',
    except: [EACH_ITS_OWN_CERTIFICATE],
    run: async ({ until, get, namespace, expect }) => {
      const path = `/api/v1/namespaces/${namespace}/configmaps/kube-root-ca.crt`;
      await until(path, ({ status }) => status === 200, 'kube-root-ca.crt');
      const answer = await get(path, { limit: 1 });
      expect(answer.body.data['ca.crt']).toMatch('BEGIN CERTIFICATE');
    },
  },
  {
    name: 'deletes a collection by label',
    run: async ({ post, request, get, namespace, expect }) => {
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      for (const name of ['a', 'b', 'c']) {
        await post(path, {
          ...configMap(name),
          metadata: { name, labels: { keep: String(name === 'c') } },
        });
      }
      await request('DELETE', path, { query: { labelSelector: 'keep=false' } });
      const { body } = await get(path, { labelSelector: 'keep' });
      expect(body.items.map((item: any) => item.metadata.name)).toEqual(['c']);
    },
  },
];
