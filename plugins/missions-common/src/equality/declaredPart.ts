import {
  excludedAnnotations,
  excludedMembers,
  excludedMetadata,
} from './exclusions';
import type { ComparableObject } from './normaliseObject';

type Metadata = Record<string, any>;

/**
 * What a server keeps in metadata for itself: what equality leaves out, and
 * what it looks at in another way, because it belongs to one life of an object.
 * @public
 */
export const serverMetadata: readonly string[] = [
  ...Object.keys(excludedMetadata),
  // Equality compares them as who owns which field.
  'managedFields',
  // Equality waits until a deletion has settled.
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
];

/**
 * What kubectl remembers of its last apply, to know what the next one has to
 * remove. It is kubectl's alone: missions may not write it.
 * @public
 */
export const LAST_APPLIED_ANNOTATION =
  'kubectl.kubernetes.io/last-applied-configuration';

/**
 * Annotations that are bookkeeping: what equality leaves out, and what kubectl
 * remembers, which repeats the whole object, secrets included. Equality
 * compares that one, since it decides what the next `kubectl apply` removes.
 * @public
 */
export const bookkeepingAnnotations: readonly string[] = [
  ...Object.keys(excludedAnnotations),
  LAST_APPLIED_ANNOTATION,
];

/**
 * An object as it can be sent again: without status and without what a server
 * keeps in metadata. Annotations and labels stay as they are.
 * @public
 */
export function withoutServerFields<T extends ComparableObject>(
  object: T,
): T & { metadata: Metadata } {
  const { metadata, ...rest } = object;
  return {
    ...without(rest, Object.keys(excludedMembers)),
    metadata: without(metadata ?? {}, serverMetadata),
  } as T & { metadata: Metadata };
}

/**
 * An object as people declare it: what is shown and compared of it. Beside
 * what a server keeps, bookkeeping annotations are left out, and maps of
 * annotations and labels that are empty.
 * @public
 */
export function declaredPart<T extends ComparableObject>(
  object: T,
): T & { metadata: Metadata } {
  const sendable = withoutServerFields(object);
  const metadata: Metadata = withoutAnnotations(
    sendable.metadata,
    bookkeepingAnnotations,
  );
  for (const name of ['annotations', 'labels']) {
    if (metadata[name] && Object.keys(metadata[name]).length === 0) {
      delete metadata[name];
    }
  }
  return { ...sendable, metadata };
}

/** Metadata without these annotations; a map that they alone made goes too. */
export function withoutAnnotations(
  metadata: Metadata,
  names: readonly string[],
): Metadata {
  const { annotations, ...rest } = metadata;
  if (!names.some(name => name in (annotations ?? {}))) {
    return { ...metadata };
  }
  const left = without(annotations, names);
  return Object.keys(left).length > 0 ? { ...rest, annotations: left } : rest;
}

function without(value: Metadata, names: readonly string[]): Metadata {
  return Object.fromEntries(
    Object.entries(value).filter(([name]) => !names.includes(name)),
  );
}
