import type {
  JournalRecord,
  RunContext,
  StepJournal,
} from '@mission-control/plugin-missions-node';

/**
 * The context with a journal that is read once: while a call of a step goes
 * on, nobody but this call writes there. Reading and opening all records again
 * for each object would be quadratic.
 */
export function withJournalReadOnce<C extends RunContext<any>>(ctx: C): C {
  return { ...ctx, journal: readOnce(ctx.journal, ctx.stepId) };
}

function readOnce(journal: StepJournal, stepId: string): StepJournal {
  let known: JournalRecord[] | undefined;
  const records = async () => {
    known ??= await journal.records();
    return [...known];
  };
  return {
    records,
    async intend(entry) {
      const seq = await journal.intend(entry);
      known?.push({ ...entry, seq, stepId, state: 'intent' });
      return seq;
    },
    async complete(seq, after) {
      await journal.complete(seq, after);
      known = known?.map(record =>
        record.seq === seq ? { ...record, after, state: 'done' } : record,
      );
    },
    async refuse(seq, refusal) {
      await journal.refuse(seq, refusal);
      known = known?.map(record =>
        record.seq === seq ? { ...record, state: 'failed' } : record,
      );
    },
  };
}
