import { WHAT_CONTROLLERS_ADD } from '../exemptions';
import { configMap, deployment } from '../objects';
import { Scenario } from '../scenario';

const maps = (namespace: string) =>
  `/api/v1/namespaces/${namespace}/configmaps`;
const deployments = (namespace: string) =>
  `/apis/apps/v1/namespaces/${namespace}/deployments`;

/** The three older patch types, validation and defaulting. */
export const patching: Scenario[] = [
  {
    name: 'merges a JSON merge patch and deletes by null',
    run: async ({ post, patch, namespace, expect }) => {
      await post(maps(namespace), configMap('a', { x: '1', y: '2' }));
      const answer = await patch('merge', `${maps(namespace)}/a`, {
        data: { x: null, z: '3' },
      });
      expect(answer.body.data).toEqual({ y: '2', z: '3' });
    },
  },
  {
    name: 'plays the operations of a JSON patch',
    run: async ({ post, patch, namespace, expect }) => {
      await post(maps(namespace), configMap('a', { x: '1' }));
      const operations = [
        { op: 'test', path: '/data/x', value: '1' },
        { op: 'replace', path: '/data/x', value: '2' },
        { op: 'add', path: '/data/y', value: '3' },
        { op: 'copy', from: '/data/y', path: '/data/z' },
        { op: 'remove', path: '/data/y' },
      ];
      expect(
        (await patch('json', `${maps(namespace)}/a`, operations)).body.data,
      ).toEqual({ x: '2', z: '3' });
    },
  },
  {
    name: 'refuses a JSON patch whose test fails with 422',
    run: async ({ post, patch, namespace, expect }) => {
      await post(maps(namespace), configMap('a', { x: '1' }));
      const answer = await patch('json', `${maps(namespace)}/a`, [
        { op: 'test', path: '/data/x', value: '9' },
      ]);
      expect(answer).toMatchObject({
        status: 422,
        body: { reason: 'Invalid' },
      });
    },
  },
  {
    name: 'merges containers by name in a strategic merge patch',
    except: [WHAT_CONTROLLERS_ADD],
    run: async ({ post, patch, namespace, expect }) => {
      await post(
        deployments(namespace),
        deployment('a', {
          replicas: 0,
          container: { env: [{ name: 'A', value: '1' }] },
        }),
      );
      const body = {
        spec: {
          template: {
            spec: { containers: [{ name: 'main', image: 'example/web:2' }] },
          },
        },
      };
      const answer = await patch(
        'strategic-merge',
        `${deployments(namespace)}/a`,
        body,
      );
      const [container] = answer.body.spec.template.spec.containers;
      expect([container.image, container.env.length]).toEqual([
        'example/web:2',
        1,
      ]);
    },
  },
  {
    name: 'deletes a list item by $patch in a strategic merge patch',
    except: [WHAT_CONTROLLERS_ADD],
    run: async ({ post, patch, namespace, expect }) => {
      const env = [
        { name: 'A', value: '1' },
        { name: 'B', value: '2' },
      ];
      await post(
        deployments(namespace),
        deployment('a', { replicas: 0, container: { env } }),
      );
      const container = {
        name: 'main',
        env: [{ name: 'A', $patch: 'delete' }],
      };
      const answer = await patch(
        'strategic-merge',
        `${deployments(namespace)}/a`,
        { spec: { template: { spec: { containers: [container] } } } },
      );
      expect(answer.body.spec.template.spec.containers[0].env).toEqual([
        { name: 'B', value: '2' },
      ]);
    },
  },
  {
    name: 'answers 404 to a patch of what is absent',
    run: async ({ patch, namespace, expect }) => {
      expect(
        (await patch('merge', `${maps(namespace)}/absent`, { data: {} }))
          .status,
      ).toBe(404);
    },
  },
  {
    name: 'refuses a patch on an old resourceVersion with 409',
    run: async ({ post, patch, namespace, expect }) => {
      const { body } = await post(maps(namespace), configMap('a', { x: '1' }));
      await patch('merge', `${maps(namespace)}/a`, { data: { x: '2' } });
      const { resourceVersion } = body.metadata;
      const answer = await patch('merge', `${maps(namespace)}/a`, {
        metadata: { resourceVersion },
        data: { x: '3' },
      });
      expect(answer).toMatchObject({
        status: 409,
        body: { reason: 'Conflict' },
      });
    },
  },
  {
    name: 'refuses a media type that it does not know with 415',
    run: async ({ request, namespace, expect }) => {
      const answer = await request('PATCH', `${maps(namespace)}/a`, {
        body: {},
        headers: { 'content-type': 'application/unknown' },
      });
      expect(answer.status).toBe(415);
    },
  },
  {
    name: 'refuses an unknown field under strict validation with 400',
    run: async ({ post, namespace, expect }) => {
      const answer = await post(
        deployments(namespace),
        deployment('a', { spec: { replica: 3 } }),
        { fieldValidation: 'Strict' },
      );
      expect(answer.status).toBe(400);
      expect(answer.body.message).toMatch(
        'strict decoding error: unknown field "spec.replica"',
      );
    },
  },
  {
    name: 'warns of an unknown field and drops it otherwise',
    run: async ({ post, namespace, expect }) => {
      const answer = await post(
        maps(namespace),
        { ...configMap('a'), extra: 1 },
        { fieldValidation: 'Warn' },
      );
      expect(answer.status).toBe(201);
      expect(String(answer.headers.warning)).toMatch(
        'unknown field \\"extra\\"',
      );
      expect(answer.body.extra).toBe(undefined);
    },
  },
  {
    name: 'fills the defaults of a Deployment',
    run: async ({ post, namespace, expect }) => {
      const container = {
        ports: [{ containerPort: 8080 }],
        readinessProbe: { httpGet: { port: 8080 } },
      };
      const volumes = [{ name: 'v' }, { name: 'c', configMap: { name: 'x' } }];
      const body = deployment('a', { container });
      Object.assign(body.spec.template.spec, { volumes });
      const answer = await post(deployments(namespace), body, {
        dryRun: 'All',
      });
      expect(answer.body.spec).toMatchObject({
        replicas: 1,
        revisionHistoryLimit: 10,
        strategy: { type: 'RollingUpdate' },
      });
    },
  },
  {
    name: 'pulls an image without a tag always',
    run: async ({ post, namespace, expect }) => {
      const answer = await post(
        deployments(namespace),
        deployment('a', { image: 'example/web' }),
        { dryRun: 'All' },
      );
      expect(answer.body.spec.template.spec.containers[0].imagePullPolicy).toBe(
        'Always',
      );
    },
  },
  {
    name: 'writes quantities canonically',
    run: async ({ post, namespace, expect }) => {
      const container = {
        resources: {
          requests: { cpu: '0.5', memory: '1024Mi' },
          limits: { cpu: '1000m' },
        },
      };
      const answer = await post(
        deployments(namespace),
        deployment('a', { container }),
        { dryRun: 'All' },
      );
      const { resources } = answer.body.spec.template.spec.containers[0];
      expect(resources).toEqual({
        requests: { cpu: '500m', memory: '1Gi' },
        limits: { cpu: '1' },
      });
    },
  },
  {
    name: 'refuses a selector that does not fit the template',
    run: async ({ post, namespace, expect }) => {
      const body = deployment('a', {
        spec: { selector: { matchLabels: { app: 'other' } } },
      });
      expect(await post(deployments(namespace), body)).toMatchObject({
        status: 422,
      });
    },
  },
  {
    name: 'refuses to change the selector of a Deployment',
    run: async ({ post, patch, namespace, expect }) => {
      await post(deployments(namespace), deployment('a', { replicas: 0 }));
      const spec = {
        selector: { matchLabels: { app: 'b' } },
        template: { metadata: { labels: { app: 'b' } } },
      };
      const answer = await patch('merge', `${deployments(namespace)}/a`, {
        spec,
      });
      expect(answer.status).toBe(422);
      expect(answer.body.message).toMatch('field is immutable');
    },
  },
  {
    name: 'refuses a Deployment without containers',
    run: async ({ post, namespace, expect }) => {
      const body = deployment('a');
      body.spec.template.spec.containers = [];
      expect((await post(deployments(namespace), body)).status).toBe(422);
    },
  },
  {
    name: 'refuses a mount of a volume that is not there',
    run: async ({ post, namespace, expect }) => {
      const body = deployment('a', {
        container: { volumeMounts: [{ name: 'nope', mountPath: '/x' }] },
      });
      expect(
        (await post(deployments(namespace), body)).body.details.causes[0]
          .reason,
      ).toBe('FieldValueNotFound');
    },
  },
  {
    name: 'counts the generation with changes of the spec only',
    except: [WHAT_CONTROLLERS_ADD],
    run: async ({ post, patch, namespace, expect }) => {
      const path = `${deployments(namespace)}/a`;
      const { body } = await post(
        deployments(namespace),
        deployment('a', { replicas: 0 }),
      );
      const labelled = await patch('merge', path, {
        metadata: { labels: { x: 'y' } },
      });
      const changed = await patch('merge', path, { spec: { paused: true } });
      expect(
        [body, labelled.body, changed.body].map(
          item => item.metadata.generation,
        ),
      ).toEqual([1, 1, 2]);
    },
  },
  {
    name: 'refuses to change an immutable ConfigMap',
    run: async ({ post, patch, namespace, expect }) => {
      await post(maps(namespace), {
        ...configMap('a', { x: '1' }),
        immutable: true,
      });
      expect(
        (await patch('merge', `${maps(namespace)}/a`, { data: { x: '2' } }))
          .status,
      ).toBe(422);
    },
  },
];
