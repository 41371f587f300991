import type { FieldChange } from '@mission-control/plugin-missions-common';
import type { KubernetesObject } from '@mission-control/plugin-missions-node';
import {
  formatPath,
  getAt,
  maskChange,
  ownersAt,
  type Masking,
  type Path,
} from '../objects';
import { declaredChanges, isAllocated } from '../writes/change';
import { writtenPaths } from './restored';
import { isAtOrBelow } from '../objects/paths';

/** Managers of a cluster's own controllers: what they set is not somebody's work. */
const systemManagers = new Set([
  'kube-controller-manager',
  'kube-scheduler',
  'kube-apiserver',
  'kubelet',
  'cloud-controller-manager',
]);

/** A path that is no longer as our write left it. */
export interface DriftedPath {
  readonly path: Path;
  readonly prior: unknown;
  readonly after: unknown;
  readonly live: unknown;
}

/**
 * What changed since our write and would be overwritten by taking it back: the
 * paths that we wrote, and for an object that we made everything except what
 * the cluster's own controllers set.
 */
export function driftSince(
  prior: KubernetesObject | null,
  after: KubernetesObject,
  live: KubernetesObject,
): DriftedPath[] {
  const written = writtenPaths(prior, after).map(formatPath);
  return declaredChanges(after, live)
    .filter(change => {
      const path = formatPath(change.path);
      if (isAllocated(path) || isAtOrBelow(path, 'metadata.finalizers')) {
        return false;
      }
      return prior
        ? written.some(own => isAtOrBelow(path, own) || isAtOrBelow(own, path))
        : !isSystems(live, change.path);
    })
    .map(change => ({
      path: change.path,
      prior: getAt(prior, change.path),
      after: change.before,
      live: change.after,
    }));
}

function isSystems(live: KubernetesObject, path: Path): boolean {
  const owners = ownersAt(live, path);
  return (
    owners.length > 0 &&
    owners.every(owner => systemManagers.has(owner.manager ?? ''))
  );
}

/** The three-way difference for people: fields from live to prior, and a sentence. */
export function threeWay(
  drifted: readonly DriftedPath[],
  kind: string,
  masking: Masking,
): { fields: FieldChange[]; note: string } {
  const masked = drifted.map(({ path, prior, after, live }) => {
    const text = formatPath(path);
    const restore = maskChange(
      {
        path: text,
        ...(live === undefined ? {} : { before: live as any }),
        ...(prior === undefined ? {} : { after: prior as any }),
      },
      { kind },
      masking,
    );
    const ours = maskChange(
      { path: text, before: after as any },
      { kind },
      masking,
    );
    return { restore, ours };
  });
  const show = (value: unknown) =>
    value === undefined ? 'absent' : JSON.stringify(value);
  return {
    fields: masked.map(({ restore }) => restore),
    note: masked
      .map(
        ({ restore, ours }) =>
          `${restore.path}: before the run ${show(
            restore.after,
          )}, after it ${show(ours.before)}, now ${show(restore.before)}`,
      )
      .join('; '),
  };
}
