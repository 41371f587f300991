import {
  type PlannedChange,
  sameObject,
} from '@mission-control/plugin-missions-common';
import type {
  JournalRecord,
  KeptRecord,
  UndoResult,
} from '@mission-control/plugin-missions-node';

/** A reason is for people: more than this tells nobody more. */
const MAX_REASON = 1000;

/**
 * Which records an undo left as they are. What the action says counts; of one
 * that tells nothing at all, what the approved plan left alone does: because it
 * was to stay, as chosen or approved, or is not as the run left it. Reasons are masked.
 */
export function keptRecords(options: {
  records: readonly JournalRecord[];
  approved: readonly PlannedChange[];
  told: UndoResult | undefined;
  mask(text: string): string;
}): KeptRecord[] {
  const { records, approved, told, mask } = options;
  return records.flatMap(({ seq, object }) => {
    const change = approved.findLast(item => sameObject(item.object, object));
    const reason = told
      ? told.kept.find(record => record.seq === seq)?.reason
      : change && whyLeft(change);
    return reason ? [{ seq, reason: shortened(mask(reason)) }] : [];
  });
}

/** Cut text shows that it is cut. */
function shortened(text: string): string {
  return text.length > MAX_REASON
    ? `${text.slice(0, MAX_REASON - 1).trimEnd()}…`
    : text;
}

function whyLeft(change: PlannedChange): string | undefined {
  const { kind, takeOver, note, conflictWith } = change;
  if (kind === 'noop' && takeOver === false) {
    return note ?? 'Stays as it is now, as approved';
  }
  return kind === 'conflict'
    ? `It is not as the run left it: ${note ?? `it belongs to ${conflictWith}`}`
    : undefined;
}
