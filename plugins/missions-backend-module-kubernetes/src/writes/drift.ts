import type { PlannedChange } from '@mission-control/plugin-missions-common';
import type { KubernetesObject } from '@mission-control/plugin-missions-node';
import {
  formatPath,
  isAtOrBelow,
  leafChanges,
  leavesOf,
  maskObject,
  normalise,
  type Masking,
} from '../objects';
import type { Change } from './change';
import { isAllocated } from './change';

/** Paths that a planned change sets or removes. */
export function touchedPaths(
  change: Partial<Pick<Change, 'desired' | 'fields' | 'kind' | 'live'>>,
): string[] {
  const whole = change.kind === 'delete' ? change.live : change.desired;
  const desired = whole
    ? leavesOf(normalise(whole as KubernetesObject)).map(leaf =>
        formatPath(leaf.path),
      )
    : [];
  return [...desired, ...(change.fields ?? []).map(field => field.path)];
}

/** Paths at which two states differ, among those that are touched. */
export function differingPaths(
  expected: unknown,
  found: unknown,
  touched: readonly string[],
): string[] {
  return leafChanges(expected, found)
    .map(change => formatPath(change.path))
    .filter(path => !isAllocated(path) || touched.includes(path))
    .filter(path =>
      touched.some(
        other => isAtOrBelow(path, other) || isAtOrBelow(other, path),
      ),
    );
}

/**
 * How a live object differs from what the approved plan saw: existence, uid,
 * or a value at a path that the plan touches. Undefined: no drift.
 */
export function driftOf(
  approved: PlannedChange,
  live: KubernetesObject | null,
  masking: Masking,
): string | undefined {
  const name = `${approved.object.kind} ${approved.object.name}`;
  if (approved.kind === 'noop' && approved.verb === 'delete') {
    const stays = live && !live.metadata?.deletionTimestamp;
    return stays ? `${name} exists now; the plan saw none` : undefined;
  }
  if (approved.kind === 'create') {
    return live ? `${name} exists now; the plan saw none` : undefined;
  }
  if (!live) {
    return `${name} is gone; the plan saw one`;
  }
  if (live.metadata?.deletionTimestamp) {
    return `${name} is being deleted`;
  }
  if (approved.uid && live.metadata?.uid !== approved.uid) {
    return `${name} was made anew: its uid is another`;
  }
  if (!approved.live) {
    return undefined;
  }
  const differing = differingPaths(
    approved.live,
    maskObject(normalise(live), masking),
    touchedPaths(approved),
  );
  return differing.length > 0
    ? `${name} changed since the plan at ${differing.join(', ')}`
    : undefined;
}
