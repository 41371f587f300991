import type { DeclaredWrite } from '../clusters';
import type { StepJournal } from './contexts';

/** A write that was declared, with its number in the journal. @public */
export interface OpenIntent extends DeclaredWrite {
  readonly seq: number;
  readonly verb: string;
}

/** A journal that tells which of its intents are open. @public */
export interface OpenIntents {
  readonly journal: StepJournal;
  /** Writes that this try declared and has not completed or given up. */
  open(): readonly OpenIntent[];
}

/**
 * Follows the intents that one try of a step makes. Those that an earlier try
 * left open do not count: their prior state and the guards that they passed
 * are of that time. What is declared is what was said when it was: `journal`
 * gets a copy of the entry. `deletes` tells whether an intent is one to delete
 * its object.
 * @public
 */
export function withOpenIntents(
  journal: StepJournal,
  deletes: (intent: Pick<OpenIntent, 'verb' | 'object'>) => boolean,
): OpenIntents {
  const intents = new Map<number, OpenIntent>();
  return {
    open: () => [...intents.values()],
    journal: {
      records: () => journal.records(),
      async intend(entry) {
        const said = JSON.parse(JSON.stringify(entry)) as typeof entry;
        const { verb, object } = said;
        const isDeletion = deletes({ verb, object });
        const seq = await journal.intend(said);
        intents.set(
          seq,
          Object.freeze({ seq, verb, object, deletes: isDeletion }),
        );
        return seq;
      },
      async complete(seq, after) {
        intents.delete(seq);
        await journal.complete(seq, after);
      },
      async refuse(seq, refusal) {
        intents.delete(seq);
        await journal.refuse(seq, refusal);
      },
    },
  };
}
