import {
  refuse,
  reply,
  startApiServer,
  type TestApiServer,
} from '../clusters/testing/startApiServer';

const OBJECT = /^\/api\/v1\/namespaces\/([^/]+)\/configmaps\/([^/]+)$/;
const CONFIG_MAPS = {
  name: 'configmaps',
  kind: 'ConfigMap',
  namespaced: true,
  verbs: ['get', 'update'],
};

/**
 * An API server that knows config maps and who it is, and can be told to
 * refuse: all requests (expired credentials), or writes of some names. For
 * tests of the portal's API.
 */
export class ConfigMapServer {
  readonly objects = new Map<string, { data: Record<string, string> }>();
  /** Names of accepted writes, in order. */
  readonly writes: string[] = [];
  readonly forbidden = new Set<string>();
  expired = false;
  #server: TestApiServer | undefined;

  static async start(): Promise<ConfigMapServer> {
    const made = new ConfigMapServer();
    made.#server = await startApiServer((request, response) => {
      if (made.expired) {
        return refuse(response, 401, { reason: 'Unauthorized' });
      }
      return made.#answer(request, response);
    });
    return made;
  }

  get connection() {
    return this.#server!.connection;
  }

  async close(): Promise<void> {
    await this.#server?.close();
  }

  #answer: Parameters<typeof startApiServer>[0] = (request, response) => {
    if (request.path === '/version') {
      return { major: '1', minor: '34', gitVersion: 'v1.34.0' };
    }
    if (request.path === '/api/v1/namespaces/kube-system') {
      const metadata = { name: 'kube-system', uid: 'uid-of-lab' };
      return { apiVersion: 'v1', kind: 'Namespace', metadata };
    }
    if (request.path === '/api/v1') {
      return { kind: 'APIResourceList', resources: [CONFIG_MAPS] };
    }
    const [, namespace, name] = OBJECT.exec(request.path) ?? [];
    const live = this.objects.get(name);
    if (request.method === 'PUT' && this.forbidden.has(name)) {
      return refuse(response, 403, {
        reason: 'Forbidden',
        message: `configmaps "${name}" is forbidden: User "robot" cannot update resource "configmaps" in API group "" in the namespace "${namespace}"`,
      });
    }
    if (request.method === 'PUT') {
      this.writes.push(name);
      this.objects.set(name, JSON.parse(request.body));
      return reply(response, 200, this.objects.get(name));
    }
    return live ?? refuse(response, 404, { reason: 'NotFound' });
  };
}
