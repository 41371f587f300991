import { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { Cluster } from '../cluster';
import { denial, faultError } from '../faults';
import { Identity } from '../identity';
import { ApiError, forbidden, notSimulated } from '../status';
import { assertAcceptable } from './accept';
import { ANONYMOUS, authenticate, unauthorized } from './authentication';
import { isAllowed } from './authorization';
import { HandlerContext } from './context';
import {
  coreVersions,
  groupDocument,
  groupList,
  resourceList,
  versionInfo,
} from './discovery';
import { serveOpenApi } from './openApi';
import { sendError, sendJson, sendText } from './reply';
import { readRequestInfo, RequestInfo } from './requestInfo';
import { serveResource } from './resources';

const HEALTH = /^\/(healthz|livez|readyz)(\/.*)?$/;
const DEFAULT_LATENCY_MS = 1000;

/** Answers one request: faults, who, may they, what. */
export async function handle(
  context: HandlerContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const url = new URL(request.url ?? '/', 'https://127.0.0.1');
    const info = readRequestInfo(request.method ?? 'GET', url);
    const identity = authenticate(request, context.cluster, context.tokens);
    const goesOn = await playFaults(context, info, identity, request, response);
    if (!goesOn) return;
    authorize(context.cluster, identity, info);
    if (info.isResource)
      await serveResource(context, { request, response, url, info, identity });
    else serveDocument(context.cluster, info.path, request, response);
  } catch (error) {
    sendError(response, error);
  }
}

/** Throws 401 or 403 unless RBAC allows it. */
export function authorize(
  cluster: Cluster,
  identity: Identity,
  info: RequestInfo,
): void {
  const wanted = info.isResource
    ? {
        verb: info.verb,
        group: info.group,
        resource: info.plural,
        subresource: info.subresource,
        name: info.name,
        namespace: info.namespace,
      }
    : { verb: info.verb, path: info.path };
  if (isAllowed(cluster, identity, wanted)) return;
  if (identity === ANONYMOUS) throw unauthorized();
  if (info.isResource) throw forbidden(info, denial(info, identity.user));
  throw new ApiError(
    403,
    'Forbidden',
    `forbidden: ${denial(info, identity.user)}`,
    {},
  );
}

/** Plays what faults are set; false: the request has met its end. */
export async function playFaults(
  { faults }: HandlerContext,
  info: RequestInfo,
  identity: Identity,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  for (const fault of faults.take(info)) {
    const error = faultError(fault, info, identity.user);
    if (error) throw error;
    if (fault.kind === 'latency')
      await delay(fault.milliseconds ?? DEFAULT_LATENCY_MS);
    if (fault.kind === 'reset') {
      request.socket.destroy();
      return false;
    }
    if (fault.kind === 'truncated') {
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-length': 4096,
      });
      response.write('{"kind":"List","apiVersion":"v1","items":[{"meta', () =>
        request.socket.destroy(),
      );
      return false;
    }
  }
  return true;
}

function serveDocument(
  cluster: Cluster,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { method } = request;
  if (HEALTH.test(path)) {
    sendText(response, 200, 'ok');
    return;
  }
  if (method !== 'GET' && method !== 'HEAD')
    throw notSimulated(`${method} ${path}`);
  const parts = path.split('/').filter(Boolean);
  if (parts[0] === 'openapi') {
    serveOpenApi(cluster, parts.slice(1), request, response);
    return;
  }
  const document = documentAt(cluster, parts);
  if (!document) {
    sendText(response, 404, '404 page not found\n');
    return;
  }
  if (parts.length > 0) assertAcceptable(request);
  sendJson(response, 200, document);
}

function documentAt(cluster: Cluster, parts: string[]): unknown {
  const [first, second, third] = parts;
  if (parts.length === 0)
    return {
      paths: [
        '/api',
        '/apis',
        '/healthz',
        '/livez',
        '/openapi/v3',
        '/readyz',
        '/version',
      ],
    };
  if (first === 'version') return versionInfo(cluster.version);
  if (first === 'api')
    return second ? resourceList(cluster, '', second) : coreVersions();
  if (first !== 'apis') return undefined;
  if (!second) return groupList(cluster);
  return third
    ? resourceList(cluster, second, third)
    : groupDocument(cluster, second);
}
