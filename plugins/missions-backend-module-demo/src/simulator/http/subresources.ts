import { scaleObject } from '../api/scale';
import { Resource, resourceId } from '../kinds/resource';
import { ApiError, badRequest, notFound, notSimulated } from '../status';
import { deleteObject } from '../api/remove';
import { commitUpdate } from '../api/commit';
import { clone, KubeObject } from '../object';
import { mediaType, readBody, readText } from './body';
import { HandlerContext, ResourceRequest } from './context';
import { serveLog } from './podLog';
import { serveProxy } from './proxy';
import { sendJson, sendText } from './reply';
import { writeOptionsOf } from './writeOptions';

/** Answers log, scale, proxy, eviction and finalize; anything else is 501. */
export async function serveSubresource(
  context: HandlerContext,
  call: ResourceRequest,
  resource: Resource,
): Promise<void> {
  const { info, response, request } = call;
  const key = {
    namespace: resource.namespaced ? info.namespace ?? '' : '',
    name: info.name ?? '',
  };
  const what = `${resource.kind}/${info.subresource}`;
  if (info.subresource === 'scale' && resource.hasScale) {
    const options = { ...writeOptionsOf(context, call), subresource: 'scale' };
    const text = info.verb === 'get' ? '' : await readText(request);
    sendJson(
      response,
      200,
      scaleObject(info.verb, mediaType(request), text, resource, key, options),
    );
    return;
  }
  if (
    info.subresource === 'proxy' &&
    (what === 'Service/proxy' || what === 'Pod/proxy')
  ) {
    serveProxy(context.cluster, call, resource);
    return;
  }
  switch (what) {
    case 'Pod/log':
      serveLog(context, call);
      return;
    case 'Pod/eviction': {
      const body = (await readBody(request)) as KubeObject | undefined;
      deleteObject(
        resource,
        key,
        body?.deleteOptions ?? {},
        writeOptionsOf(context, call),
      );
      sendJson(response, 201, {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Success',
        code: 201,
      });
      return;
    }
    case 'Namespace/finalize': {
      const live = context.cluster.get('namespaces', '', key.name);
      if (!live) throw notFound({ ...resource, name: key.name });
      const body = (await readBody(request)) as KubeObject;
      const changed = clone(live);
      changed.spec = {
        ...changed.spec,
        finalizers: body.spec?.finalizers ?? [],
      };
      sendJson(
        response,
        200,
        commitUpdate(changed, live, resource, {
          ...writeOptionsOf(context, call),
          subresource: 'status',
        }),
      );
      return;
    }
    case 'Pod/portforward':
      throw badRequest('Upgrade request required');
    case 'Pod/exec':
    case 'Pod/attach':
    case 'Pod/ephemeralcontainers':
    case 'Pod/binding':
    case 'Pod/resize':
    case 'ServiceAccount/token':
      throw notSimulated(`${info.subresource} of ${resourceId(resource)}`);
    default:
      if (resource.custom) {
        sendText(response, 404, '404 page not found\n');
        return;
      }
      throw new ApiError(
        404,
        'NotFound',
        'the server could not find the requested resource',
        {},
      );
  }
}
