import type { PlannedChange } from '@mission-control/plugin-missions-common';
import type { JournalRecord } from '@mission-control/plugin-missions-node';
import { keptRecords } from './keptRecords';

const object = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  namespace: 'test',
  name: 'house',
};
const records = [{ seq: 1, object } as JournalRecord];
const approved: PlannedChange[] = [
  {
    stepId: 'paint',
    kind: 'noop',
    verb: 'restore',
    takeOver: false,
    object,
    note: 'Stays, by choice',
  },
];
const kept = (told: Parameters<typeof keptRecords>[0]['told']) =>
  keptRecords({ records, approved, told, mask: text => text });

describe('keptRecords', () => {
  it('takes the word of an action, also when it left nothing', () => {
    expect(kept({ kept: [{ seq: 1, reason: 'It is busy' }] })).toEqual([
      { seq: 1, reason: 'It is busy' },
    ]);
    expect(kept({ kept: [] })).toEqual([]);
  });

  it('goes by the approved plan where the action tells nothing', () => {
    expect(kept(undefined)).toEqual([{ seq: 1, reason: 'Stays, by choice' }]);
  });

  it('calls nothing a choice that the plan does not call one', () => {
    const [{ note: _, ...change }] = approved;
    expect(
      keptRecords({
        records,
        approved: [change],
        told: undefined,
        mask: text => text,
      }),
    ).toEqual([{ seq: 1, reason: 'Stays as it is now, as approved' }]);
  });
});
