import type { FieldChange } from '@mission-control/plugin-missions-common';
import type { KubernetesObject } from '@mission-control/plugin-missions-node';
import {
  formatPath,
  getAt,
  maskChange,
  ownersAt,
  sameJson,
  type Masking,
  type ManagedFieldsEntry,
  type Path,
} from '../objects';
import { declaredChanges, isAllocated } from '../writes/change';
import { writtenPaths } from './restored';
import { isAtOrBelow } from '../objects/paths';
import { isSystemOwned } from './systemManagers';

/** A path that is no longer as our write left it. */
export interface DriftedPath {
  readonly path: Path;
  readonly prior: unknown;
  readonly after: unknown;
  readonly live: unknown;
  /** Who set the live value, and when; undefined: nobody owns it (any more). */
  readonly by?: Author;
}

/** A field manager and the time of its last write. */
export interface Author {
  readonly manager: string;
  readonly time?: string;
}

/**
 * What changed since our write and would be overwritten by taking it back: the
 * paths that we wrote, and for an object that we made everything except what
 * the cluster's own controllers set. `ours` is the field manager of the run.
 */
export function driftSince(
  prior: KubernetesObject | null,
  after: KubernetesObject,
  live: KubernetesObject,
  ours?: string,
): DriftedPath[] {
  const written = writtenPaths(prior, after).map(formatPath);
  return declaredChanges(after, live)
    .filter(change => {
      const path = formatPath(change.path);
      const isServers = isAllocated(path) && !written.includes(path);
      if (isServers || isAtOrBelow(path, 'metadata.finalizers')) {
        return false;
      }
      if (prior && sameJson(getAt(prior, change.path), change.after)) {
        return false; // as before the run already: nothing to overwrite
      }
      return prior
        ? written.some(own => isAtOrBelow(path, own) || isAtOrBelow(own, path))
        : !isSystemOwned(live, change.path);
    })
    .map(change => ({
      path: change.path,
      prior: getAt(prior, change.path),
      after: change.before,
      live: change.after,
      by: authorAt(live, change.path, ours),
    }));
}

/** Others come before us: when only we own the value, a later run changed it. */
export function authorAt(
  live: KubernetesObject,
  path: Path,
  ours: string | undefined,
): Author | undefined {
  const owners = ownersAt(live, path);
  const others = owners.filter(entry => entry.manager !== ours);
  return authorOf(others) ?? authorOf(owners);
}

/** The managers of entries as one author; the time is the latest. */
export function authorOf(
  entries: readonly ManagedFieldsEntry[],
): Author | undefined {
  const names = entries.flatMap(entry => entry.manager ?? []);
  return names.length > 0
    ? {
        manager: [...new Set(names)].join(', '),
        time: entries
          .flatMap(entry => entry.time ?? [])
          .sort()
          .at(-1),
      }
    : undefined;
}

/** `by kubectl-edit at 2026-01-02T03:04:05Z`, as far as it is known. */
export function byWhom(author: Author | undefined): string {
  return author
    ? `by ${author.manager}${author.time ? ` at ${author.time}` : ''}`
    : 'by somebody that the cluster does not name';
}

/** The three-way difference for people: fields from live to prior, and a sentence. */
export function threeWay(
  drifted: readonly DriftedPath[],
  kind: string,
  masking: Masking,
): { fields: FieldChange[]; note: string; conflictWith: string } {
  const masked = drifted.map(({ path, prior, after, live, by }) => {
    const text = formatPath(path);
    const restore = maskChange(
      {
        path: text,
        ...(live === undefined ? {} : { before: live as any }),
        ...(prior === undefined ? {} : { after: prior as any }),
        ...(by ? { owner: by.manager } : {}),
      },
      { kind },
      masking,
    );
    const ours = maskChange(
      { path: text, before: after as any },
      { kind },
      masking,
    );
    return { restore, ours, by };
  });
  const show = (value: unknown) =>
    value === undefined ? 'absent' : JSON.stringify(value);
  const names = new Set(drifted.flatMap(({ by }) => by?.manager ?? []));
  return {
    fields: masked.map(({ restore, ours }) => ({
      ...restore,
      ...(ours.before === undefined ? {} : { written: ours.before }),
    })),
    conflictWith: names.size > 0 ? [...names].join(', ') : 'somebody',
    note: masked
      .map(
        ({ restore, ours, by }) =>
          `${restore.path} was changed since ${byWhom(
            by,
          )}: before the run ${show(restore.after)}, after it ${show(
            ours.before,
          )}, now ${show(restore.before)}`,
      )
      .join('; '),
  };
}
