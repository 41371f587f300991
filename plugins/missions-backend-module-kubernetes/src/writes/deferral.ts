import {
  groupOf,
  type ObjectRef,
  type PlannedChange,
  sameObject,
  nameOfObject,
} from '@mission-control/plugin-missions-common';
import type { Change } from './change';

/** A planned change of this or an earlier step. */
export type EarlierChange = Change & Partial<Pick<PlannedChange, 'stepId'>>;

/** Why a write cannot be dry-run yet, and what it may do when it can. */
export interface Deferral {
  readonly reason: string;
  readonly bounds: string[];
  /** The change that is made before. */
  readonly by: EarlierChange;
  /** It is a change of the object itself, not of what the object needs. */
  readonly isObject?: boolean;
}

const willWrite = new Set(['create', 'change', 'deferred', 'delete']);

/** The objects that these changes delete. */
export function deletedIn(changes: readonly EarlierChange[]): ObjectRef[] {
  return changes
    .filter(change => change.kind === 'delete')
    .map(change => change.object);
}

/** The bound of one write, as it stands in the plan. */
export function boundOf(kind: string, ref: ObjectRef): string {
  return `${kind} ${ref.apiVersion} ${nameOfObject(ref)}`;
}

/**
 * Whether a write depends on something that an earlier change of the same
 * plan makes: its namespace, its CRD, or the object itself.
 */
export function deferralOf(
  ref: ObjectRef,
  earlier: readonly EarlierChange[],
): Deferral | undefined {
  const writes = earlier.filter(change => willWrite.has(change.kind));
  const by = (change: EarlierChange) =>
    change.stepId ? ` by step ${change.stepId}` : '';
  const same = writes.filter(change => sameObject(change.object, ref)).pop();
  if (same) {
    return {
      reason: `${nameOfObject(ref)} is written${by(same)} before`,
      bounds: [boundOf(same.kind === 'delete' ? 'create' : 'change', ref)],
      by: same,
      isObject: true,
    };
  }
  const namespace = writes.find(
    change =>
      change.object.kind === 'Namespace' &&
      change.object.name === ref.namespace &&
      (change.kind === 'create' || change.kind === 'deferred'),
  );
  if (namespace) {
    return {
      reason: `Namespace ${ref.namespace} is created${by(namespace)} before`,
      bounds: [boundOf('create', ref)],
      by: namespace,
    };
  }
  const definition = writes.find(change => defines(change, ref));
  return definition
    ? {
        reason: `The API of ${ref.kind} is created${by(definition)} before`,
        bounds: [boundOf('create', ref)],
        by: definition,
      }
    : undefined;
}

function defines(change: EarlierChange, ref: ObjectRef): boolean {
  const spec = change.desired?.spec;
  return (
    change.object.kind === 'CustomResourceDefinition' &&
    change.kind !== 'change' &&
    spec?.group === groupOf(ref.apiVersion) &&
    spec?.names?.kind === ref.kind
  );
}
