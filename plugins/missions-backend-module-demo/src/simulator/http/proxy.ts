import { ServerResponse } from 'node:http';
import { Cluster } from '../cluster';
import { isReady } from '../controllers/podStatus';
import { selectorMatches } from '../kinds/workloads';
import { Resource, resourceId } from '../kinds/resource';
import { KubeObject } from '../object';
import { ApiError, notFound } from '../status';
import { ResourceRequest } from './context';
import { sendJson, sendText } from './reply';

/** Answers `services/[scheme:]name[:port]/proxy/path` and the same of pods. */
export function serveProxy(
  cluster: Cluster,
  call: ResourceRequest,
  resource: Resource,
): void {
  const { info, response } = call;
  const namespace = info.namespace ?? '';
  const { name, port } = splitName(info.name ?? '');
  const object = cluster.get(resourceId(resource), namespace, name);
  if (!object) throw notFound({ ...resource, name });
  if (resource.kind === 'Pod') {
    if (!isReady(object))
      throw new ApiError(
        503,
        'ServiceUnavailable',
        `error trying to reach pod "${name}": connection refused`,
      );
    answerAsWorkload(response, name, info.tail ?? '');
    return;
  }
  if (!hasPort(object, port)) {
    throw new ApiError(
      503,
      'ServiceUnavailable',
      `no service port "${port}" found for service "${name}"`,
    );
  }
  const pods = cluster.storage
    .list('pods', namespace)
    .filter(
      pod =>
        object.spec.selector &&
        selectorMatches(
          { matchLabels: object.spec.selector },
          pod.metadata.labels,
        ) &&
        isReady(pod),
    );
  if (pods.length === 0) {
    throw new ApiError(
      503,
      'ServiceUnavailable',
      `no endpoints available for service "${name}"`,
    );
  }
  answerAsWorkload(response, name, info.tail ?? '');
}

function splitName(text: string): { name: string; port: string } {
  const parts = text.split(':');
  if (parts.length === 3) return { name: parts[1], port: parts[2] };
  return { name: parts[0], port: parts[1] ?? '' };
}

function hasPort(service: KubeObject, port: string): boolean {
  const ports: any[] = service.spec?.ports ?? [];
  if (port === '') return ports.length > 0;
  return ports.some(item => item.name === port || String(item.port) === port);
}

/** What every simulated workload answers to HTTP. */
export function answerAsWorkload(
  response: ServerResponse,
  name: string,
  path: string,
): void {
  if (/(healthz|readyz|livez|health|ready|status|\.json|api)\b/.test(path)) {
    sendJson(response, 200, {
      status: 'ok',
      service: name,
      path: `/${path}`,
      simulated: true,
    });
    return;
  }
  const page = `<!doctype html><title>${name}</title><h1>${name}</h1><p>A simulated workload answers.</p>\n`;
  sendText(response, 200, page, 'text/html; charset=utf-8');
}
