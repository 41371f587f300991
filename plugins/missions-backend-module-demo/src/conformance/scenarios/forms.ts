import {
  PROTOBUF_IS_NOT_SPOKEN,
  SWAGGER_IS_NOT_SIMULATED,
  WHAT_CLIENTS_READ,
  WHICH_GROUPS,
  WHICH_MEDIA_TYPES,
} from '../exemptions';
import { configMap } from '../objects';
import { Scenario } from '../scenario';

const PROTOBUF = 'application/vnd.kubernetes.protobuf';
const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';
const BUDGET = 'io.k8s.api.policy.v1.PodDisruptionBudget';
/** With what a message in protobuf of Kubernetes begins. */
const MAGIC = 'k8s\0';

/** In which form a server answers, and what it tells about its types. */
export const forms: Scenario[] = [
  {
    name: 'answers in protobuf, or says by 406 that it does not',
    except: [PROTOBUF_IS_NOT_SPOKEN],
    run: async ({ request, namespace, expect }) => {
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      const headers = { accept: PROTOBUF };
      const body = configMap('a');
      for (const answer of [
        await request('GET', path, { headers }),
        await request('POST', path, { headers, body }),
        await request('GET', '/apis/apps/v1', { headers }),
      ]) {
        const spoken =
          typeof answer.body === 'string' && answer.body.startsWith(MAGIC);
        const declined =
          answer.status === 406 && answer.body.reason === 'NotAcceptable';
        expect([spoken, declined].filter(Boolean)).toEqual([true]);
        expect(spoken).toBe(answer.status < 300);
      }
    },
  },
  {
    name: 'answers in JSON to who names it before protobuf',
    run: async ({ request, namespace, expect }) => {
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      const headers = { accept: `application/json, ${PROTOBUF}` };
      const answer = await request('POST', path, {
        headers,
        body: configMap('a'),
      });
      expect(answer.body.kind).toBe('ConfigMap');
    },
  },
  ...['*/*', 'application/json;stream=watch', 'text/html, */*;q=0.1'].map(
    (accept): Scenario => ({
      name: `answers in JSON to who accepts ${accept}`,
      run: async ({ request, namespace, expect }) => {
        const path = `/api/v1/namespaces/${namespace}/secrets`;
        const { body } = await request('GET', path, { headers: { accept } });
        expect(body.kind).toBe('SecretList');
      },
    }),
  ),
  {
    name: 'answers as a Table, or says by 406 that it does not',
    except: [PROTOBUF_IS_NOT_SPOKEN],
    run: async ({ request, namespace, expect }) => {
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      const answer = await request('GET', path, { headers: { accept: TABLE } });
      expect(['Table', 'Status']).toContain(answer.body.kind);
      expect(answer.body.kind === 'Table').toBe(answer.status === 200);
    },
  },
  {
    name: 'does nothing for who accepts no form that it speaks',
    except: [WHICH_MEDIA_TYPES],
    run: async ({ request, get, namespace, expect }) => {
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      const headers = { accept: 'text/plain' };
      const ask = async (method: string, at: string, body?: unknown) => {
        const answer = await request(method, at, { headers, body });
        expect(answer).toMatchObject({
          status: 406,
          body: { kind: 'Status', reason: 'NotAcceptable' },
        });
      };
      await ask('GET', path);
      await ask('POST', path, configMap('a'));
      await ask('GET', `${path}/a`);
      await ask('DELETE', `${path}/a`);
      await ask('GET', '/apis/apps/v1');
      await ask('GET', '/version');
      expect((await get(`${path}/a`)).status).toBe(404);
    },
  },
  {
    name: 'refuses a body in a form that it does not read with 415',
    except: [WHICH_MEDIA_TYPES],
    run: async ({ request, namespace, expect }) => {
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      const answer = await request('POST', path, {
        headers: { 'content-type': 'text/plain' },
        body: configMap('a'),
      });
      expect(answer.status).toBe(415);
    },
  },
  {
    name: 'tells its types by OpenAPI version 3',
    except: [WHICH_GROUPS, WHAT_CLIENTS_READ],
    run: async ({ get, expect }) => {
      const index = await get('/openapi/v3');
      const { serverRelativeURL } = index.body.paths['apis/policy/v1'];
      expect(serverRelativeURL).toMatch(
        /^\/openapi\/v3\/apis\/policy\/v1\?hash=/,
      );
      const { body } = await get('/openapi/v3/apis/policy/v1');
      expect(Object.keys(body.components.schemas[BUDGET].properties)).toEqual([
        'apiVersion',
        'kind',
        'metadata',
        'spec',
        'status',
      ]);
      const path =
        '/apis/policy/v1/namespaces/{namespace}/poddisruptionbudgets/{name}';
      const { patch } = body.paths[path];
      expect(patch['x-kubernetes-group-version-kind']).toEqual({
        group: 'policy',
        version: 'v1',
        kind: 'PodDisruptionBudget',
      });
      const parameters = patch.parameters.map(({ name }: any) => name);
      expect(parameters).toContain('fieldValidation');
    },
  },
  {
    name: 'tells OpenAPI in JSON to who takes that, else 404 or 406 without a word',
    except: [WHICH_GROUPS],
    run: async ({ request, get, expect }) => {
      const absent = await get('/openapi/v3/apis/absent.example.com/v1');
      expect([absent.status, absent.body]).toEqual([404, '']);
      const headers = { accept: PROTOBUF };
      const other = await request('GET', '/openapi/v3/api/v1', { headers });
      expect([other.status, other.body]).toEqual([406, '']);
      const index = await request('GET', '/openapi/v3', { headers });
      expect(index.status).toBe(200);
    },
  },
  {
    name: 'tells its types by OpenAPI version 2, or says by 501 that it does not',
    except: [SWAGGER_IS_NOT_SIMULATED],
    run: async ({ get, expect }) => {
      const { status, body } = await get('/openapi/v2');
      const seen = status === 200 ? body.swagger : body.message;
      expect(['2.0', 'not simulated: /openapi/v2']).toContain(seen);
    },
  },
];
