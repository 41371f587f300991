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
  filterMissions(missions, { q }).map(
    ({ mission: { summary } }) => summary.ref,
  );

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

  it.each([
    [
      'Failed to pull image "ghcr.io/x:1": rpc error: code = NotFound desc = failed to pull and unpack image',
      'Failed to pull image',
    ],
    ['Back-off pulling image "ghcr.io/x:1"', 'Back-off pulling image'],
    ['ImagePullBackOff', 'ImagePullBackOff'],
    ['pod is in image pull back-off since noon', 'image pull back-off'],
    [
      `    State:          Waiting
      Reason:       ErrImagePull
Events:
  Type     Reason   Age   From     Message
  Warning  Failed   3m    kubelet  Failed to pull image "ghcr.io/x:1": not found
  Normal   BackOff  3m    kubelet  Back-off pulling image "ghcr.io/x:1"`,
      'ErrImagePull',
    ],
  ])('finds the fix by what %j says', (q, words) => {
    const [{ mission: first, match }, ...more] = filterMissions(missions, {
      q,
    });
    expect(first.summary.ref).toBe('a/image');
    expect(match).toEqual({
      reason: expect.stringMatching(/^(Err)?ImagePull/),
      words,
    });
    expect(more).toEqual([]);
  });

  it('reads an exit code as what it stands for', () => {
    expect(found('Last State: Terminated  Exit Code:    137')).toEqual([
      'a/memory',
    ]);
    expect(found('Exit Code:    1370')).toEqual([]);
  });

  it('does not take a part of a word for a symptom', () => {
    expect(found('NotOOMKilledYet')).toEqual([]);
  });

  it('takes neither topics nor missions of other kinds for a fix', () => {
    expect(found('the rollout of the web shop hangs')).toEqual([]);
  });

  it('keeps the other filters for a pasted message', () => {
    const filter = { q: 'Error: ErrImagePull', type: ['install'] as const };
    expect(filterMissions(missions, filter)).toEqual([]);
  });
});
