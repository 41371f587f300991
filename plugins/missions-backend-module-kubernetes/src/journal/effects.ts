import {
  type ObjectRef,
  sameObject,
} from '@mission-control/plugin-missions-common';
import type {
  JournalRecord,
  KubernetesObject,
} from '@mission-control/plugin-missions-node';
import {
  formatPath,
  isAtOrBelow,
  leafChanges,
  normalise,
  setAt,
} from '../objects';

/** What a step did to one object, over all its records. */
export interface Effect {
  readonly object: ObjectRef;
  /** Before the first write. */
  readonly prior: KubernetesObject | null;
  /** After the last confirmed write, without what others did between two of ours; undefined: the last one was never confirmed. */
  readonly after: KubernetesObject | null | undefined;
  readonly verb: string;
  readonly irreversible?: string;
  /** What could not be seen before a write: nobody knows whether more was lost. */
  readonly unseen?: string;
  /** Number of the last record. */
  readonly seq: number;
}

/**
 * Whether a record stands for a write that happened. A write that was refused
 * or never sent is completed with its own prior state.
 */
export function isRealChange(record: JournalRecord): boolean {
  const { prior, after, state } = record;
  if (state === 'intent' || after === undefined) {
    return false;
  }
  if (prior === null || after === null) {
    return prior !== after;
  }
  return (
    prior.metadata?.uid !== after.metadata?.uid ||
    prior.metadata?.resourceVersion !== after.metadata?.resourceVersion
  );
}

/** Effects of a step, the latest first: the order in which they are taken back. */
export function effectsOf(records: readonly JournalRecord[]): Effect[] {
  const effects: Effect[] = [];
  const oldestFirst = [...records].sort((a, b) => a.seq - b.seq);
  for (const record of oldestFirst) {
    const unconfirmed = record.after === undefined;
    if (record.state === 'failed' || (!unconfirmed && !isRealChange(record))) {
      continue;
    }
    const index = effects.findIndex(effect =>
      sameObject(effect.object, record.object),
    );
    const first = index >= 0 ? effects.splice(index, 1)[0] : undefined;
    effects.push({
      object: record.object,
      prior: first ? first.prior : record.prior,
      after: first ? ownAfter(first.after, record) : record.after,
      verb: record.verb,
      irreversible: record.irreversible ?? first?.irreversible,
      unseen: record.unseen ?? first?.unseen,
      seq: record.seq,
    });
  }
  return effects.reverse();
}

/**
 * The state after a later write of the same object, as if nobody else had
 * written between the two: what others did there is not ours to take back.
 */
function ownAfter(
  earlier: Effect['after'],
  { prior, after }: JournalRecord,
): Effect['after'] {
  if (!earlier || !prior || !after || uidOf(earlier) !== uidOf(prior)) {
    return after;
  }
  const written = leafChanges(normalise(prior), normalise(after)).map(
    ({ path }) => formatPath(path),
  );
  const isWritten = (path: string) =>
    written.some(own => isAtOrBelow(path, own) || isAtOrBelow(own, path));
  const own = structuredClone(after);
  for (const change of leafChanges(normalise(earlier), normalise(prior))) {
    if (!isWritten(formatPath(change.path))) {
      setAt(own, change.path, structuredClone(change.before));
    }
  }
  return own;
}

function uidOf(object: KubernetesObject): string | undefined {
  return object.metadata?.uid;
}
