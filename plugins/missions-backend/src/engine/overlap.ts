import {
  type ObjectRef,
  type PlannedChange,
  groupOf,
  sameObject,
} from '@mission-control/plugin-missions-common';

/** An object that a plan changes; `gone`: with all that is in it, or of its kind. */
export interface Touch {
  readonly object: ObjectRef;
  readonly gone?: boolean;
}

/** What leaves the cluster as it is, or is about something else than its objects. */
const untouching = {
  create: false,
  change: false,
  delete: false,
  deferred: false,
  noop: true,
  conflict: true,
  external: true,
} as const satisfies Record<PlannedChange['kind'], boolean>;

/**
 * The objects that planned changes are about, those with known bounds too. Of
 * a step that is known only when it runs there are none yet: they come with its
 * supplementary approval.
 */
export function touchesOf(changes: readonly PlannedChange[]): Touch[] {
  return changes
    .filter(({ kind, object }) => !untouching[kind] && !isTemplate(object))
    .map(({ kind, verb, object }) => ({
      object: {
        apiVersion: object.apiVersion,
        kind: object.kind,
        ...(object.namespace && { namespace: object.namespace }),
        name: object.name,
      },
      ...((kind === 'delete' || verb === 'delete') && { gone: true }),
    }));
}

/** The first object of `own` that `others` are about too; undefined: none. */
export function firstOverlap(
  own: readonly Touch[],
  others: readonly Touch[],
): ObjectRef | undefined {
  return own.find(mine => others.some(other => overlaps(mine, other)))?.object;
}

function overlaps(a: Touch, b: Touch): boolean {
  return (
    sameObject(a.object, b.object) ||
    takesAlong(a, b.object) ||
    takesAlong(b, a.object)
  );
}

/** A namespace that is deleted takes what is in it, a definition all of its kind. */
function takesAlong({ object, gone }: Touch, other: ObjectRef): boolean {
  if (!gone) {
    return false;
  }
  const group = groupOf(object.apiVersion);
  if (group === '' && object.kind === 'Namespace') {
    return other.namespace === object.name;
  }
  return (
    group === 'apiextensions.k8s.io' &&
    object.kind === 'CustomResourceDefinition' &&
    // Its name is <plural>.<group>.
    object.name.slice(object.name.indexOf('.') + 1) ===
      groupOf(other.apiVersion)
  );
}

/** A step that stands for what it will change. */
function isTemplate({ apiVersion, kind }: ObjectRef): boolean {
  return kind === 'Step' && groupOf(apiVersion) === 'mission-control.dev';
}
