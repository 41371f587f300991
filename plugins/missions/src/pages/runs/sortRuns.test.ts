import {
  ago,
  aRunSummary,
} from '@mission-control/plugin-missions-react/testUtils';
import { latestFirst, sortRuns } from './sortRuns';

const runs = [
  aRunSummary({
    id: 'short',
    title: 'Web',
    state: 'succeeded',
    initiator: 'user:default/bob',
    createdAt: ago(50),
    finishedAt: ago(40),
  }),
  aRunSummary({
    id: 'long',
    title: 'App',
    state: 'failed',
    initiator: 'user:default/amy',
    createdAt: ago(900),
    finishedAt: ago(10),
  }),
  aRunSummary({
    id: 'old',
    title: 'Web',
    state: 'cancelled',
    initiator: 'user:default/bob',
    createdAt: ago(990),
    finishedAt: ago(980),
  }),
];

describe('sortRuns', () => {
  it.each([
    ['the latest end', latestFirst, ['long', 'short', 'old']],
    [
      'the oldest end',
      { column: 'age', descending: false },
      ['old', 'short', 'long'],
    ],
    [
      'title',
      { column: 'mission', descending: false },
      ['long', 'short', 'old'],
    ],
    [
      'what is worst',
      { column: 'state', descending: false },
      ['long', 'short', 'old'],
    ],
    [
      'who started it',
      { column: 'by', descending: true },
      ['short', 'old', 'long'],
    ],
  ])('puts %s first', (_, sort, ids) => {
    expect(sortRuns(runs, sort).map(({ id }) => id)).toEqual(ids);
  });
});
