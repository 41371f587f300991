import {
  LAST_APPLIED_ANNOTATION,
  MissionError,
  type ObjectRef,
  nameOfObject,
} from '@mission-control/plugin-missions-common';
import type { KubernetesObject } from '@mission-control/plugin-missions-node';
import { getAt, type Path } from './paths';
import { sameJson } from './sameJson';

/** Where kubectl remembers what it applied last. */
export const lastAppliedPath: Path = [
  'metadata',
  'annotations',
  LAST_APPLIED_ANNOTATION,
];

/** What kubectl remembers of an object; undefined: nothing. */
export function lastAppliedOf(object: KubernetesObject | null): unknown {
  return getAt(object, lastAppliedPath);
}

/**
 * The refusal to write what kubectl remembers. Plans do not show it, because it
 * repeats the whole object, secrets included, and the next `kubectl apply`
 * deletes what it names: so no step sets, changes or removes it.
 */
export function lastAppliedRefusal(ref: ObjectRef): MissionError {
  return new MissionError(
    'ACTION_INPUT_INVALID',
    `${nameOfObject(
      ref,
    )}: the annotation ${LAST_APPLIED_ANNOTATION} would be set or removed, and it is kubectl's alone`,
    {
      object: ref,
      remedy:
        'Take the annotation out of the object, or out of the patch; a patch that removes all annotations has to name them one by one.',
    },
  );
}

/** Throws the refusal when a dry run shows that a write would not leave it as it is. */
export function assertLastAppliedKept(
  ref: ObjectRef,
  live: KubernetesObject,
  result: KubernetesObject,
): void {
  if (!sameJson(lastAppliedOf(live), lastAppliedOf(result))) {
    throw lastAppliedRefusal(ref);
  }
}
