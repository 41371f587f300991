import type { MissionSummary } from '@mission-control/plugin-missions-common';
import type { MissionRecord } from '../../store/operations/readMissions';
import { filterMissions } from './filterMissions';

const mission = (
  summary: Pick<MissionSummary, 'ref' | 'type' | 'tags'>,
): MissionRecord =>
  ({
    summary,
    searchText: [summary.ref, ...summary.tags].join('\n').toLowerCase(),
  } as MissionRecord);

const missions = [
  mission({
    ref: 'a/image',
    type: 'fix',
    tags: ['ImagePullBackOff', 'ErrImagePull', 'rollout'],
  }),
  mission({ ref: 'a/memory', type: 'fix', tags: ['OOMKilled'] }),
  mission({ ref: 'a/web', type: 'install', tags: ['Web', 'rollout'] }),
];
const found = (q: string) =>
  filterMissions(missions, { q }).map(({ summary }) => summary.ref);

describe('filterMissions', () => {
  it('finds missions that hold every word', () => {
    expect(found('web rollout')).toEqual(['a/web']);
  });

  it('finds the fix of a pasted error message by the reason in it', () => {
    expect(
      found('Warning  Failed  pod/checkout-5d9  Error: ErrImagePull (x4)'),
    ).toEqual(['a/image']);
    expect(found('state: terminated, reason: "OOMKilled", exit 137')).toEqual([
      'a/memory',
    ]);
  });

  it('takes neither topics nor missions of other kinds for a fix', () => {
    expect(found('the rollout of the web shop hangs')).toEqual([]);
  });

  it('keeps the other filters for a pasted message', () => {
    const filter = { q: 'Error: ErrImagePull', type: ['install'] as const };
    expect(filterMissions(missions, filter)).toEqual([]);
  });
});
