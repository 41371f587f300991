import { Resource, resourceId } from '../kinds/resource';
import { clone, isRecord, KubeObject } from '../object';
import { badRequest, conflict, notFound } from '../status';
import { commitUpdate } from './commit';
import { applyJsonPatch, applyMergePatch } from './jsonPatch';
import { WriteOptions } from './options';
import { trackUpdate } from './ownership';

/** GET, PUT and PATCH of the scale subresource. */
export function scaleObject(
  verb: string,
  mediaType: string,
  text: string,
  resource: Resource,
  key: { namespace: string; name: string },
  options: WriteOptions,
): KubeObject {
  const live = options.cluster.get(
    resourceId(resource),
    key.namespace,
    key.name,
  );
  if (!live) throw notFound({ ...resource, name: key.name });
  const scale = scaleOf(live);
  if (verb === 'get') return scale;
  const sent: unknown = JSON.parse(text);
  let wanted: unknown = sent;
  if (verb === 'patch') {
    wanted =
      mediaType === 'application/json-patch+json'
        ? applyJsonPatch(scale, sent as never)
        : applyMergePatch(scale, sent);
  }
  if (!isRecord(wanted)) throw badRequest('the body is no Scale');
  const revision = wanted.metadata?.resourceVersion;
  if (revision && revision !== live.metadata.resourceVersion) {
    throw conflict(
      { ...resource, name: key.name },
      'the object has been modified; please apply your changes to the latest version and try again',
    );
  }
  const changed = clone(live);
  changed.spec.replicas = wanted.spec?.replicas ?? 0;
  trackUpdate(changed, live, resource, options);
  // As upstream, what is owned by way of the scale has no time.
  for (const entry of changed.metadata.managedFields ?? []) {
    if (entry.subresource === 'scale') delete entry.time;
  }
  return scaleOf(commitUpdate(changed, live, resource, options));
}

function scaleOf(object: KubeObject): KubeObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } =
    object.metadata;
  const labels: Record<string, string> =
    object.spec.selector?.matchLabels ?? {};
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: object.spec.replicas ? { replicas: object.spec.replicas } : {},
    status: {
      replicas: object.status?.replicas ?? 0,
      selector: Object.entries(labels)
        .map(([key, value]) => `${key}=${value}`)
        .join(','),
    },
  };
}
