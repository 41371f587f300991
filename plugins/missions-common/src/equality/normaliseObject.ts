import {
  excludedAnnotations,
  excludedKinds,
  excludedMembers,
  excludedMetadata,
} from './exclusions';
import { ownership } from './managedFields';

/** A Kubernetes object as JSON. @public */
export type ComparableObject = {
  apiVersion?: string;
  kind?: string;
  metadata?: Record<string, any>;
  [member: string]: any;
};

/** Members of a pod's spec that the scheduler and admission fill in per pod. */
const PER_POD = ['nodeName', 'hostname', 'subdomain'];

/**
 * Whether equality looks at an object at all; the reasons are in the table of
 * exclusions.
 * @public
 */
export function isCompared(object: ComparableObject): boolean {
  if (Object.hasOwn(excludedKinds, object.kind ?? '')) {
    return false;
  }
  if (object.kind === 'Secret' && object.type === 'helm.sh/release.v1') {
    return false;
  }
  const idle =
    object.kind === 'ReplicaSet' && (object.spec?.replicas ?? 0) === 0;
  return !(idle && controllerOf(object));
}

/**
 * The part of an object that equality compares: without what the table of
 * exclusions names. Ownership of fields stays, as manager → fields.
 * @public
 */
export function normaliseObject(object: ComparableObject): ComparableObject {
  return controllerOf(object)
    ? { ...ownedPart(object), ...ownedTemplate(object) }
    : comparedPart(object);
}

/**
 * The same of an object that is known by its name, also when a controller owns
 * it: so undo compares what it took back. `metadata.owners` is manager → fields.
 * @public
 */
export function comparedPart(object: ComparableObject): ComparableObject {
  const { metadata = {}, ...rest } = object;
  for (const member of Object.keys(excludedMembers)) {
    delete rest[member];
  }
  return { ...rest, metadata: normaliseMetadata(metadata) };
}

/** The owner reference that has `controller: true`. */
export function controllerOf(
  object: ComparableObject,
): { apiVersion: string; kind: string; name: string } | undefined {
  return object.metadata?.ownerReferences?.find(
    (owner: { controller?: boolean }) => owner.controller,
  );
}

function normaliseMetadata(metadata: Record<string, any>) {
  const { managedFields, ...kept } = metadata;
  for (const name of Object.keys(excludedMetadata)) {
    delete kept[name];
  }
  if (kept.annotations) {
    const annotations = { ...kept.annotations };
    for (const name of Object.keys(excludedAnnotations)) {
      delete annotations[name];
    }
    kept.annotations =
      Object.keys(annotations).length > 0 ? annotations : undefined;
  }
  if (kept.ownerReferences) {
    kept.ownerReferences = kept.ownerReferences.map(
      ({ uid: _uid, ...owner }: { uid?: string }) => owner,
    );
  }
  return { ...kept, owners: ownership(managedFields) };
}

/** An object of a controller is known by its owner, not by its own name. */
function ownedPart(object: ComparableObject) {
  const { apiVersion, kind, name } = controllerOf(object)!;
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    metadata: {
      namespace: object.metadata?.namespace,
      // A pod's owner is a ReplicaSet with a generated name: its hash is the template's.
      owner: { apiVersion, kind, name },
    },
  };
}

function ownedTemplate(object: ComparableObject): Record<string, unknown> {
  const { status: _status, metadata: _metadata, ...members } = object;
  if (object.kind !== 'Pod') {
    return members;
  }
  const spec = { ...members.spec };
  for (const name of PER_POD) {
    delete spec[name];
  }
  // The service account's token volume has a generated name.
  const isToken = (item: { name?: string }) =>
    /^kube-api-access-/.test(item.name ?? '');
  spec.volumes = spec.volumes?.filter((volume: any) => !isToken(volume));
  spec.containers = spec.containers?.map((container: any) => ({
    ...container,
    volumeMounts: container.volumeMounts?.filter(
      (mount: any) => !isToken(mount),
    ),
  }));
  return { ...members, spec };
}
