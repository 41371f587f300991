import { createObject } from '../api/create';
import { listObjects } from '../api/list';
import { patchObject } from '../api/patch';
import { deleteObject } from '../api/remove';
import { replaceObject } from '../api/update';
import { Resource, resourceId } from '../kinds/resource';
import { ApiError, notFound, notSimulated } from '../status';
import { assertAcceptable } from './accept';
import { mediaType, readBody, readText } from './body';
import { HandlerContext, ResourceRequest } from './context';
import { holdUntilDurable, sendJson, sendText } from './reply';
import { answerReview, answerWhoAsks } from './reviews';
import { serveSubresource } from './subresources';
import { serveWatch } from './watchStream';
import { deletionOf, writeOptionsOf } from './writeOptions';

/** Groups of Kubernetes itself: what is missing in them is not simulated, rather than not found. */
const KUBERNETES_GROUP =
  /^$|^(apps|batch|policy|autoscaling|extensions)$|\.k8s\.io$/;

const WRITES: ReadonlySet<string> = new Set([
  'create',
  'update',
  'patch',
  'delete',
  'deletecollection',
]);

/** Answers a request under /api/v1 or /apis/<group>/<version>. */
export async function serveResource(
  context: HandlerContext,
  call: ResourceRequest,
): Promise<void> {
  const { cluster } = context;
  const { info, response, request } = call;
  if (context.durable && WRITES.has(info.verb)) {
    holdUntilDurable(response, context.durable);
  }
  if (isReview(info)) {
    assertAcceptable(request);
    const body = await readBody(request);
    sendJson(
      response,
      201,
      info.group === 'authentication.k8s.io'
        ? answerWhoAsks(cluster, call.identity)
        : answerReview(cluster, call.identity, info.plural, body),
    );
    return;
  }
  const resource = cluster.resource(info.group, info.version, info.plural);
  if (!resource) {
    if (KUBERNETES_GROUP.test(info.group))
      throw notSimulated(`${info.verb} ${info.path}`);
    sendText(response, 404, '404 page not found\n');
    return;
  }
  // What is behind a proxy answers as it likes.
  if (info.subresource !== 'proxy') assertAcceptable(request);
  if (info.subresource && info.subresource !== 'status') {
    await serveSubresource(context, call, resource);
    return;
  }
  if (info.subresource === 'status' && !resource.hasStatus) {
    sendText(response, 404, '404 page not found\n');
    return;
  }
  await serveObject(context, call, resource);
}

/** A question that is posted and never stored. */
function isReview({ group, version, plural, verb }: ResourceRequest['info']) {
  return (
    verb === 'create' &&
    (group === 'authorization.k8s.io' ||
      (group === 'authentication.k8s.io' &&
        version === 'v1' &&
        plural === 'selfsubjectreviews'))
  );
}

async function serveObject(
  context: HandlerContext,
  call: ResourceRequest,
  resource: Resource,
): Promise<void> {
  const { info, response, request, url } = call;
  const { cluster } = context;
  const namespace = resource.namespaced ? info.namespace : undefined;
  const key = { namespace: namespace ?? '', name: info.name ?? '' };
  switch (info.verb) {
    case 'get': {
      const object = cluster.get(resourceId(resource), key.namespace, key.name);
      if (!object) throw notFound({ ...resource, name: key.name });
      sendJson(response, 200, object);
      return;
    }
    case 'list':
      sendJson(
        response,
        200,
        listObjects(cluster, resource, namespace, url.searchParams),
      );
      return;
    case 'watch':
      serveWatch(cluster, resource, namespace, call);
      return;
    case 'create': {
      if (info.name) break;
      const body = await readBody(request);
      sendJson(
        response,
        201,
        createObject(
          body,
          resource,
          key.namespace,
          writeOptionsOf(context, call),
        ),
      );
      return;
    }
    case 'update':
      sendJson(
        response,
        200,
        replaceObject(
          await readBody(request),
          resource,
          key,
          writeOptionsOf(context, call),
        ),
      );
      return;
    case 'patch': {
      const text = await readText(request);
      const { object, created } = patchObject(
        mediaType(request),
        text,
        resource,
        key,
        writeOptionsOf(context, call),
      );
      sendJson(response, created ? 201 : 200, object);
      return;
    }
    case 'delete': {
      const { deletion, options } = deletionOf(
        context,
        call,
        await readBody(request),
      );
      sendJson(response, 200, deleteObject(resource, key, deletion, options));
      return;
    }
    case 'deletecollection':
      sendJson(
        response,
        200,
        await deleteCollection(context, call, resource, namespace),
      );
      return;
    default:
  }
  throw new ApiError(
    405,
    'MethodNotAllowed',
    'the server does not allow this method on the requested resource',
  );
}

async function deleteCollection(
  context: HandlerContext,
  call: ResourceRequest,
  resource: Resource,
  namespace: string | undefined,
) {
  const { deletion, options } = deletionOf(
    context,
    call,
    await readBody(call.request),
  );
  const list = listObjects(
    context.cluster,
    resource,
    namespace,
    call.url.searchParams,
  );
  for (const { metadata } of list.items as any[]) {
    deleteObject(
      resource,
      { namespace: metadata.namespace ?? '', name: metadata.name },
      deletion,
      options,
    );
  }
  return list;
}
