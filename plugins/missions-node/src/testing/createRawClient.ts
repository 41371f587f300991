import { MissionError } from '@mission-control/plugin-missions-common';
import { Agent } from 'node:https';
import type {
  ClusterClient,
  ClusterRequest,
  ClusterResponse,
  KubernetesObject,
  ServedResource,
  WatchEvent,
} from '../clusters';
import { rawError } from './rawErrors';
import { rawGetFromPod } from './rawForward';
import {
  rawBody,
  rawLines,
  rawRequest,
  rawWarnings,
  type RawConnection,
} from './rawRequest';

/** Where a test reaches an API server. @public */
export interface RawClientOptions {
  readonly name?: string;
  /** https://host:port */
  readonly server: string;
  /** PEM. */
  readonly ca?: string;
  readonly token?: string;
  /** PEM. */
  readonly cert?: string;
  /** PEM. */
  readonly key?: string;
  /** Sees every request before it is sent; may throw to play a fault. */
  readonly beforeRequest?: (request: ClusterRequest) => void | Promise<void>;
  /** Sees every request after the server did it; may throw to lose the answer. */
  readonly afterRequest?: (request: ClusterRequest) => void | Promise<void>;
}

/**
 * A cluster client for tests of actions and checks: the contract of
 * ClusterClient without retries, caches and guards.
 * @public
 */
export function createRawClient(
  options: RawClientOptions,
): ClusterClient & { close(): void } {
  const name = options.name ?? 'test';
  const agent = new Agent({
    keepAlive: true,
    ca: options.ca,
    cert: options.cert,
    key: options.key,
  });
  const connection: RawConnection = {
    name,
    server: options.server,
    token: options.token,
    agent,
  };

  async function send(asked: ClusterRequest) {
    await options.beforeRequest?.(asked);
    const incoming = await rawRequest(connection, asked);
    const httpStatus = incoming.statusCode ?? 0;
    if (httpStatus >= 400) {
      const body = await rawBody(incoming);
      const what = `${asked.method ?? 'GET'} ${asked.path}`;
      throw rawError({ cluster: name, what, httpStatus, body });
    }
    return incoming;
  }

  async function request<T = any>(
    asked: ClusterRequest,
  ): Promise<ClusterResponse<T>> {
    const incoming = await send(asked);
    const body = (await rawBody(incoming)) as T;
    await options.afterRequest?.(asked);
    return {
      status: incoming.statusCode ?? 0,
      headers: incoming.headers as Record<string, string>,
      warnings: rawWarnings(incoming.headers.warning),
      body,
    };
  }

  async function resources() {
    const groups = await request({ path: '/apis' });
    const versions: [string, string][] = [
      ['', 'v1'],
      ...groups.body.groups.flatMap((group: any) =>
        group.versions.map((version: any) => [group.name, version.version]),
      ),
    ];
    const items: ServedResource[] = [];
    const incomplete: string[] = [];
    for (const [group, version] of versions) {
      const path = group ? `/apis/${group}/${version}` : `/api/${version}`;
      try {
        const { body } = await request({ path });
        items.push(...servedIn(group, version, body.resources));
      } catch {
        incomplete.push(`${group}/${version}`);
      }
    }
    return { items, incomplete };
  }

  return {
    cluster: { name },
    identity: 'test',
    request,
    async list(path, query = {}) {
      const items: KubernetesObject[] = [];
      let token: string | undefined;
      let resourceVersion = '';
      do {
        const { body }: ClusterResponse = await request({
          path,
          query: {
            limit: query.limit ?? 500,
            continue: token,
            labelSelector: query.labelSelector,
            fieldSelector: query.fieldSelector,
          },
          signal: query.signal,
        });
        const kind = String(body.kind).replace(/List$/, '');
        for (const item of body.items) {
          items.push({ apiVersion: body.apiVersion, kind, ...item });
        }
        token = body.metadata?.continue || undefined;
        resourceVersion = body.metadata?.resourceVersion ?? '';
      } while (token);
      return { items, resourceVersion };
    },
    async *watch(path, query): AsyncIterable<WatchEvent> {
      const incoming = await send({
        path,
        query: {
          watch: true,
          allowWatchBookmarks: true,
          resourceVersion: query.resourceVersion,
          labelSelector: query.labelSelector,
          fieldSelector: query.fieldSelector,
        },
        signal: query.signal,
      });
      for await (const line of rawLines(incoming)) {
        yield JSON.parse(line);
      }
    },
    async *lines(asked) {
      yield* rawLines(await send(asked));
    },
    getFromPod: asked => rawGetFromPod(connection, asked),
    async resource(apiVersion, kind) {
      const [group, version] = apiVersion.includes('/')
        ? apiVersion.split('/')
        : ['', apiVersion];
      const path = group ? `/apis/${group}/${version}` : `/api/${version}`;
      const { body } = await request({ path });
      const found = servedIn(group, version, body.resources).find(
        entry => entry.kind === kind,
      );
      if (!found) {
        throw new MissionError(
          'KUBERNETES_API_ABSENT',
          `Cluster '${name}' does not serve ${kind} of ${apiVersion}`,
        );
      }
      return found;
    },
    resources,
    async version() {
      return (await request({ path: '/version' })).body;
    },
    async uid() {
      const { body } = await request({
        path: '/api/v1/namespaces/kube-system',
      });
      return body.metadata.uid;
    },
    close: () => agent.destroy(),
  };
}

function servedIn(
  group: string,
  version: string,
  resources: any[],
): ServedResource[] {
  return resources
    .filter(entry => !entry.name.includes('/'))
    .map(entry => ({
      group,
      version,
      resource: entry.name,
      kind: entry.kind,
      namespaced: entry.namespaced,
      verbs: entry.verbs,
      subresources: resources
        .filter(sub => sub.name.startsWith(`${entry.name}/`))
        .map(sub => sub.name.slice(entry.name.length + 1)),
    }));
}
