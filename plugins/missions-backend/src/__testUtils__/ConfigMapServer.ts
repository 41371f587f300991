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
  /** As whom each request was made that impersonated somebody: user, groups, run. */
  readonly acted: {
    user: string;
    groups: string;
    run: string;
    path: string;
  }[] = [];
  /** Refuses to be asked as somebody else. */
  refusesOthers = false;
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
    const { headers } = request;
    const user = headers['impersonate-user'] as string | undefined;
    if (user !== undefined && this.refusesOthers) {
      return refuse(response, 403, {
        reason: 'Forbidden',
        message: `users "${user}" is forbidden: User "robot" cannot impersonate resource "users" in API group "" at the cluster scope`,
      });
    }
    if (user !== undefined) {
      this.acted.push({
        user,
        groups: String(headers['impersonate-group'] ?? ''),
        run: String(headers['impersonate-extra-mission-control-run']),
        path: request.path,
      });
    }
    if (request.path.endsWith('/selfsubjectreviews')) {
      return { status: { userInfo: { username: user ?? 'robot' } } };
    }
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
