import type { JournalEntry } from '@mission-control/plugin-missions-common';
import { someJournal } from '@mission-control/plugin-missions-react/testUtils';
import { writtenOn } from './writtenOn';

const [entry] = someJournal();
const write = (change: Partial<JournalEntry>): JournalEntry => ({
  ...entry,
  targetId: 'dev',
  ...change,
});
const other = { apiVersion: 'v1', kind: 'ConfigMap', name: 'other' };

describe('writtenOn', () => {
  it.each([
    ['done', {}, 1, true],
    ['not known to have ended', { state: 'intent' }, 1, true],
    ['refused', { state: 'failed' }, 0, false],
    ['taken back', { state: 'undone' }, 0, true],
    ['of what was as wanted already', { changed: false }, 0, false],
    ['on another cluster', { targetId: 'staging' }, 0, false],
  ] as const)(
    'counts a write that is %s as it stands',
    (_, change, left, ever) => {
      expect(writtenOn(['dev'], [write(change)])).toEqual([
        { targetId: 'dev', left, ever },
      ]);
    },
  );

  it('counts an object once, however often it was written', () => {
    expect(
      writtenOn(
        ['dev'],
        [write({}), write({ seq: 2 }), write({ object: other })],
      ),
    ).toEqual([{ targetId: 'dev', left: 2, ever: true }]);
  });
});
