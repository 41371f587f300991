import { aPlannedChange } from '@mission-control/plugin-missions-react/testUtils';
import type {
  JournalEntry,
  ObjectRef,
} from '@mission-control/plugin-missions-common';
import { unplannedWrites, writesOf } from './plannedWrites';

const job = { apiVersion: 'batch/v1', kind: 'Job', namespace: 'a', name: 'x' };
const entry = (
  seq: number,
  object: ObjectRef,
  state: JournalEntry['state'] = 'done',
): JournalEntry => ({
  seq,
  targetId: 'dev',
  stepId: 'deploy',
  verb: 'apply',
  object,
  state,
  at: new Date(0),
});

describe('planned writes', () => {
  const change = aPlannedChange({ kind: 'deferred', object: job });
  const entries = [
    entry(1, job, 'failed'),
    entry(2, job),
    entry(3, { ...job, apiVersion: 'example.com/v1' }),
    entry(4, { ...job, namespace: 'b' }),
    entry(5, { ...job, name: 'y' }, 'failed'),
  ];

  it('finds the writes of exactly this object, not the refused ones', () => {
    expect(writesOf(change, entries).map(({ seq }) => seq)).toEqual([2]);
  });

  it('finds the writes of what the plan does not name', () => {
    expect(unplannedWrites([change], entries).map(({ seq }) => seq)).toEqual([
      3, 4,
    ]);
  });
});
