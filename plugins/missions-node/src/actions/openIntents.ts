import type { ObjectRef } from '@mission-control/plugin-missions-common';
import type { StepJournal } from './contexts';

/** A journal that tells which of its intents are open. @public */
export interface OpenIntents {
  readonly journal: StepJournal;
  /** Objects whose write this try declared and has not completed or given up. */
  open(): readonly ObjectRef[];
}

/**
 * Follows the intents that one try of a step makes. Those that an earlier try
 * left open do not count: their prior state and the guards that they passed
 * are of that time.
 * @public
 */
export function withOpenIntents(journal: StepJournal): OpenIntents {
  const objects = new Map<number, ObjectRef>();
  return {
    open: () => [...objects.values()],
    journal: {
      records: () => journal.records(),
      async intend(entry) {
        const object = { ...entry.object };
        const seq = await journal.intend(entry);
        objects.set(seq, object);
        return seq;
      },
      async complete(seq, after) {
        objects.delete(seq);
        await journal.complete(seq, after);
      },
      async refuse(seq, refusal) {
        objects.delete(seq);
        await journal.refuse(seq, refusal);
      },
    },
  };
}
