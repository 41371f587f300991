import type { JournalEntry } from '@mission-control/plugin-missions-common';
import { someJournal } from '@mission-control/plugin-missions-react/testUtils';
import { writesOf } from './writes';

const [entry] = someJournal();
const write = (change: Partial<JournalEntry>): JournalEntry => ({
  ...entry,
  targetId: 'dev',
  ...change,
});
const sizes = (change: Partial<JournalEntry>) => {
  const here = writesOf([write(change), write({ ...change, seq: 2 })]).get(
    'dev',
  );
  return here && [here.changed.size, here.touched.size];
};

describe('writesOf', () => {
  it.each<[string, Partial<JournalEntry>, number[] | undefined]>([
    ['that is done', { state: 'done' }, [1, 1]],
    ['whose end nobody knows', { state: 'intent' }, [1, 1]],
    ['that was taken back', { state: 'undone' }, [1, 1]],
    ['of what was as wanted', { state: 'done', changed: false }, [0, 1]],
    ['that was refused', { state: 'failed' }, undefined],
    ['on another cluster', { targetId: 'staging' }, undefined],
  ])('counts a write %s, once for each object', (_, change, expected) => {
    expect(sizes(change)).toEqual(expected);
  });
});
