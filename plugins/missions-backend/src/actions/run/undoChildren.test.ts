import type {
  JournalRecord,
  UndoRunContext,
} from '@mission-control/plugin-missions-node';
import type { RunInput } from './runInput';
import { undoChildren } from './undoChildren';

const record = (seq: number, name: string, runId?: string): JournalRecord => ({
  seq,
  stepId: 'first',
  verb: 'start',
  object: {
    apiVersion: 'mission-control.dev/v1alpha1',
    kind: 'Mission',
    name,
  },
  prior: null,
  after: runId ? { kind: 'Run', metadata: { name: runId } } : undefined,
  state: runId ? 'done' : 'intent',
});

/** A call that finds these undos in its journal, each ended well. */
function call(options: {
  records: readonly JournalRecord[];
  undos?: Record<string, string>;
  kept?: Record<string, readonly string[]>;
}) {
  const { records, undos = {}, kept = {} } = options;
  const told: unknown[] = [];
  const context = {
    records,
    journal: {
      records: async () =>
        Object.entries(undos).map(([runId, undo], index) =>
          record(index + 1, runId, undo),
        ),
    },
    children: {
      get: async (runId: string) => ({
        runId,
        state: 'succeeded',
        kept: kept[runId],
      }),
    },
    evidence: ({ answered }: { answered: unknown }) => told.push(answered),
  } as unknown as UndoRunContext<RunInput>;
  return { told, result: undoChildren(context) };
}

describe('undoChildren', () => {
  it('keeps only the records of the run of which something stays', async () => {
    const { told, result } = call({
      records: [
        record(3, 'test/build', 'newest'),
        record(2, 'test/build', 'older'),
        record(1, 'test/build', 'older'),
      ],
      undos: { newest: 'undo-a', older: 'undo-b' },
      kept: { 'undo-b': ['ConfigMap house: it changed'] },
    });
    const reason = 'Run undo-b kept ConfigMap house: it changed';
    expect(await result).toEqual({
      kept: [
        { seq: 2, reason },
        { seq: 1, reason },
      ],
    });
    expect(told).toEqual([
      { result: 'taken back by run undo-a' },
      { result: 'taken back by run undo-b' },
    ]);
  });

  it('says that nothing was started where no run is known', async () => {
    const { told, result } = call({ records: [record(1, 'test/build')] });
    expect(await result).toEqual({ kept: [] });
    expect(told).toEqual([{ result: 'none, so nothing is to be taken back' }]);
  });
});
