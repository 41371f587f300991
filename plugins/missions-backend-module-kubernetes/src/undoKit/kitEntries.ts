import { nameOfObject } from '@mission-control/plugin-missions-common';
import type {
  JournalRecord,
  KubernetesObject,
  UndoKitLeft,
} from '@mission-control/plugin-missions-node';
import { sameObject } from '@mission-control/plugin-missions-common';
import { effectsOf, type Effect } from '../journal';

/** One object that kubectl takes back. */
export type KitEntry = {
  readonly object: Effect['object'];
} & (
  | { readonly way: 'delete'; readonly after: KubernetesObject }
  | {
      readonly way: 'restore';
      readonly prior: KubernetesObject;
      readonly after: KubernetesObject;
    }
  | { readonly way: 'create'; readonly prior: KubernetesObject }
);

/** An object that is left to people, with what it was as far as it is known. */
export type LeftEntry = UndoKitLeft & {
  readonly prior: KubernetesObject | null;
};

/**
 * What is to be taken back, in order: what was made last is deleted first, what
 * was deleted last is made anew first. Each object comes once, over all steps.
 * A write that was never confirmed is left: only the live object tells whether
 * it happened, and that is for people to judge.
 */
export function kitEntries(records: readonly JournalRecord[]): {
  entries: KitEntry[];
  left: LeftEntry[];
} {
  const entries: (KitEntry & { at: number })[] = [];
  const left: LeftEntry[] = [];
  for (const effect of effectsOf(records)) {
    const { object, prior, after, irreversible, unseen } = effect;
    const own = records.filter(record => sameObject(record.object, object));
    const seqs = own.map(({ seq }) => seq);
    if (irreversible && prior) {
      left.push({ object, prior, reason: `Irreversible: ${irreversible}` });
    } else if (after === undefined) {
      left.push({ object, prior, reason: neverConfirmed(effect) });
    } else if (prior && after) {
      entries.push({
        object,
        way: 'restore',
        prior,
        after,
        at: Math.max(...seqs),
      });
    } else if (prior) {
      entries.push({ object, way: 'create', prior, at: Math.max(...seqs) });
      if (unseen) {
        left.push({
          object,
          prior: null,
          reason: `It is made anew, but what was deleted with it is not known: ${unseen}`,
        });
      }
    } else if (after) {
      entries.push({ object, way: 'delete', after, at: Math.min(...seqs) });
    }
  }
  return {
    entries: entries
      .sort((a, b) => b.at - a.at)
      .map(({ at: _, ...entry }) => entry),
    left,
  };
}

function neverConfirmed({ object, prior, verb }: Effect): string {
  const before = prior
    ? 'by-hand/ has it as it was before'
    : 'before, it was not there';
  return `Whether the ${verb} of ${nameOfObject(
    object,
  )} happened was never confirmed; ${before}: compare it with the cluster`;
}
