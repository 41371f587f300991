import { Resource, resourceId } from '../kinds/resource';
import { clone, KubeObject } from '../object';
import { badRequest, conflict, invalid, notFound } from '../status';
import { commitUpdate } from './commit';
import { complete, decode } from './decode';
import { WriteOptions } from './options';
import { trackUpdate } from './ownership';

const STALE =
  'the object has been modified; please apply your changes to the latest version and try again';

/** PUT: replaces an object, or its status. */
export function replaceObject(
  body: unknown,
  resource: Resource,
  key: { namespace: string; name: string },
  options: WriteOptions,
): KubeObject {
  const live = options.cluster.get(
    resourceId(resource),
    key.namespace,
    key.name,
  );
  const object = decode(body, resource, options);
  const { metadata } = object;
  metadata.name ??= key.name;
  if (metadata.name !== key.name) {
    throw badRequest(
      `the name of the object (${metadata.name}) does not match the name on the URL (${key.name})`,
    );
  }
  if (resource.namespaced) {
    metadata.namespace ??= key.namespace;
    if (metadata.namespace !== key.namespace) {
      throw badRequest(
        'the namespace of the object does not match the namespace on the request',
      );
    }
  }
  if (!live) throw notFound({ ...resource, name: key.name });
  if (metadata.uid && metadata.uid !== live.metadata.uid) {
    const registry = `/registry/${resource.custom ? `${resource.group}/` : ''}${
      resource.plural
    }/${key.namespace ? `${key.namespace}/` : ''}${key.name}`;
    throw conflict(
      { ...resource, name: key.name },
      `StorageError: invalid object, Code: 4, Key: ${registry}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${metadata.uid}, UID in object meta: ${live.metadata.uid}`,
    );
  }
  if (resource.custom && !metadata.resourceVersion) {
    throw invalid(
      { group: resource.group, kind: resource.plural, name: key.name },
      [
        {
          reason: 'FieldValueInvalid',
          message: 'Invalid value: 0: must be specified for an update',
          field: 'metadata.resourceVersion',
        },
      ],
    );
  }
  return writeChanged(object, live, resource, options);
}

/** Stores a changed form of a live object, whatever it came from. */
export function writeChanged(
  object: KubeObject,
  live: KubeObject,
  resource: Resource,
  options: WriteOptions,
): KubeObject {
  const sent = object.metadata.resourceVersion;
  if (sent && sent !== live.metadata.resourceVersion) {
    throw conflict({ ...resource, name: live.metadata.name }, STALE);
  }
  let changed = object;
  if (options.subresource === 'status') {
    changed = clone(live);
    if (object.status === undefined) delete changed.status;
    else changed.status = object.status;
    if (object.metadata.annotations && !resource.custom)
      changed.metadata.annotations = object.metadata.annotations;
    if (object.metadata.managedFields)
      changed.metadata.managedFields = object.metadata.managedFields;
  } else {
    if (resource.hasStatus) {
      if (live.status === undefined) delete changed.status;
      else changed.status = clone(live.status);
    }
    carryAllocations(changed, live);
    complete(changed, resource, options, live);
  }
  trackUpdate(changed, live, resource, options);
  return commitUpdate(changed, live, resource, options);
}

/** What the server allocated and a PUT left out stays. */
function carryAllocations(object: KubeObject, live: KubeObject): void {
  if (
    object.kind !== 'Service' ||
    !object.spec ||
    object.spec.type === 'ExternalName'
  )
    return;
  for (const field of [
    'clusterIP',
    'clusterIPs',
    'ipFamilies',
    'ipFamilyPolicy',
  ]) {
    if (object.spec[field] === undefined && live.spec?.[field] !== undefined) {
      object.spec[field] = clone(live.spec[field]);
    }
  }
}
