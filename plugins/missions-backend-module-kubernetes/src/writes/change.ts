import type {
  FieldChange,
  ObjectRef,
  PlannedChange,
} from '@mission-control/plugin-missions-common';
import type { KubernetesObject } from '@mission-control/plugin-missions-node';
import {
  formatPath,
  leafChanges,
  maskChange,
  maskObject,
  normalise,
  ownerAt,
  type LeafChange,
  type Masking,
  type Path,
} from '../objects';

/** A planned change before the engine adds its step. */
export type Change = Omit<PlannedChange, 'stepId'>;

/** What a server or its controllers choose; shown, never part of a difference. */
const allocatedPaths: readonly RegExp[] = [
  /^spec\.clusterIPs?$/,
  /^spec\.ports\[[^\]]*\]\.nodePort$/,
  /^spec\.healthCheckNodePort$/,
  /^spec\.volumeName$/,
  /^spec\.nodeName$/,
];

/** Whether a server or controller chooses the value at this path. */
export function isAllocated(path: string): boolean {
  return allocatedPaths.some(pattern => pattern.test(path));
}

/** Leaf paths at which what is declared differs between two states of an object. */
export function declaredChanges(
  before: KubernetesObject | null,
  after: KubernetesObject | null,
): LeafChange[] {
  return leafChanges(
    before ? normalise(before) : undefined,
    after ? normalise(after) : undefined,
  );
}

/** Field changes for people: owner named, secrets masked. */
export function fieldChanges(
  changes: readonly LeafChange[],
  live: KubernetesObject | null,
  kind: string,
  masking: Masking,
): FieldChange[] {
  return changes.map(({ path, before, after }) => {
    const owner = ownerAt(live, path);
    return maskChange(
      {
        path: formatPath(path),
        ...(before === undefined ? {} : { before: before as any }),
        ...(after === undefined ? {} : { after: after as any }),
        ...(owner ? { owner } : {}),
      },
      { kind },
      masking,
    );
  });
}

/** The difference that a write makes to an existing object. */
export function changeBetween(options: {
  ref: ObjectRef;
  verb: string;
  live: KubernetesObject;
  result: KubernetesObject;
  /** Paths that the request sets itself: never called allocated. */
  requested?: readonly Path[];
  masking: Masking;
}): Change & { paths: Path[] } {
  const { ref, verb, live, result, masking } = options;
  const requested = new Set((options.requested ?? []).map(formatPath));
  const all = declaredChanges(live, result);
  const isOurs = (change: LeafChange) =>
    requested.has(formatPath(change.path)) ||
    !isAllocated(formatPath(change.path));
  const ours = all.filter(isOurs);
  const allocated = all.filter(change => !isOurs(change));
  return {
    kind: ours.length > 0 ? 'change' : 'noop',
    object: ref,
    verb,
    uid: live.metadata?.uid,
    fields: fieldChanges(ours, live, ref.kind, masking),
    live: maskObject(normalise(live), masking),
    ...(allocated.length > 0
      ? { allocated: allocated.map(change => formatPath(change.path)) }
      : {}),
    paths: ours.map(change => change.path),
  };
}
