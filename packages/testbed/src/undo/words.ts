import type { ClusterDifference } from '@mission-control/plugin-missions-common';

import type { Case, Crashes, Slot } from './Case';
import { nameOf } from './Place';

/** A case for people, a line for each object: what fast-check prints of one that fails. */
export function wordsOf(given: Case): string {
  const { slots, hasJob, crash, crashOfUndo, isCancelled, actsAt, isRedone } =
    given;
  const facts = [
    `the run crashes ${crashWords(crash)}`,
    hasJob && 'it ends with a Job',
    isCancelled && 'is cancelled then',
    `its undo crashes ${crashWords(crashOfUndo)}`,
    `others act ${actsAt}`,
    isRedone && 'the undo is taken back',
  ];
  return [facts.filter(Boolean).join(', '), ...slots.map(slotWords)].join('\n');
}

function crashWords(crash: Crashes): string {
  return typeof crash === 'string'
    ? crash
    : `${crash.at} of write ${crash.nth}`;
}

function slotWords(slot: Slot, index: number): string {
  const { kind, before, ops, act, choice, isAtHome } = slot;
  const place = isAtHome ? ' in the namespace of the run' : '';
  const found = before ? `found (${before})` : 'not there';
  return `  ${index}. ${kind.title}${place}: ${found}; the run: ${ops.join(
    ', ',
  )}; others: ${act}; by choice: ${choice}`;
}

/** Differences for people, a line for each field. */
export function differenceWords(
  differences: readonly ClusterDifference[],
): string[] {
  return differences.flatMap(({ kind, object, fields = [] }) => [
    `${nameOf(object)} ${kind}`,
    ...fields.map(
      ({ path, before, after }) =>
        `  ${path}: wanted ${JSON.stringify(before)}, found ${JSON.stringify(
          after,
        )}`,
    ),
  ]);
}
