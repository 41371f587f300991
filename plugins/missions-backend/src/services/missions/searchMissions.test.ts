import type { MissionSummary } from '@mission-control/plugin-missions-common';
import type { ListedMission } from '../../store/operations/readMissions';
import { searchMissions } from './searchMissions';
import type { MissionFilter } from './MissionService';

const mission = (
  summary: Pick<MissionSummary, 'ref' | 'type' | 'tags'>,
): ListedMission =>
  ({
    summary,
    searchText: [summary.ref, ...summary.tags].join('\n').toLowerCase(),
  } as ListedMission);

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
  searchMissions(missions, { q }).found.map(
    ({ mission: { summary } }) => summary.ref,
  );

describe('searchMissions', () => {
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
    const [{ mission: first, match }, ...more] = searchMissions(missions, {
      q,
    }).found;
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
    expect(searchMissions(missions, filter).found).toEqual([]);
  });
});

describe('the filters of missions', () => {
  type Maturity = 'sandbox' | 'incubating' | 'graduated';
  const summary = (
    ref: string,
    type: MissionSummary['type'],
    facts: {
      category?: string;
      maturity?: Maturity;
      endorsed: boolean;
      tags: string[];
    },
  ) => {
    const { maturity, ...rest } = facts;
    return mission({
      ref,
      type,
      ...rest,
      ...(maturity && { project: { name: ref, maturity } }),
    });
  };
  const all = [
    summary('cert', 'install', {
      category: 'security',
      maturity: 'graduated',
      endorsed: true,
      tags: ['tls', 'cncf'],
    }),
    summary('scan', 'orbit', {
      category: 'security',
      maturity: 'sandbox',
      endorsed: false,
      tags: ['cncf'],
    }),
    summary('mesh', 'install', {
      category: 'network',
      maturity: 'graduated',
      endorsed: false,
      tags: ['tls'],
    }),
    summary('plain', 'fix', { endorsed: true, tags: [] }),
  ];
  const refs = (filter: MissionFilter) =>
    searchMissions(all, filter).found.map(
      ({
        mission: {
          summary: { ref },
        },
      }) => ref,
    );
  const counts = (filter: MissionFilter) =>
    Object.fromEntries(
      searchMissions(all, filter).facets.map(({ name, values }) => [
        name,
        values.map(({ value, count }) => `${value} ${count}`).join(', '),
      ]),
    );

  it.each<[string, MissionFilter, string[]]>([
    ['nothing', {}, ['cert', 'scan', 'mesh', 'plain']],
    ['no value', { category: [] }, ['cert', 'scan', 'mesh', 'plain']],
    ['a kind', { type: ['install'] }, ['cert', 'mesh']],
    ['a category', { category: ['security'] }, ['cert', 'scan']],
    [
      'one of two categories',
      { category: ['security', 'network'] },
      ['cert', 'scan', 'mesh'],
    ],
    ['a maturity', { maturity: ['graduated'] }, ['cert', 'mesh']],
    ['one of its tags', { tag: ['tls'] }, ['cert', 'mesh']],
    ['an endorsement', { endorsed: true }, ['cert', 'plain']],
    ['no endorsement', { endorsed: false }, ['scan', 'mesh']],
    [
      'all of several filters',
      { category: ['security'], maturity: ['graduated'], endorsed: true },
      ['cert'],
    ],
    ['what none has', { category: ['network'], endorsed: true }, []],
  ])('narrow to %s', (_, filter, expected) => {
    expect(refs(filter)).toEqual(expected);
  });

  it('count each value, the most frequent first, and no absent one', () => {
    expect(counts({})).toEqual({
      type: 'install 2, fix 1, orbit 1',
      category: 'security 2, network 1',
      maturity: 'graduated 2, sandbox 1',
      tag: 'cncf 2, tls 2',
      endorsed: 'false 2, true 2',
    });
  });

  it('narrow the counts of the others, and not their own', () => {
    expect(counts({ category: ['security'] })).toEqual({
      type: 'install 1, orbit 1',
      category: 'security 2, network 1',
      maturity: 'graduated 1, sandbox 1',
      tag: 'cncf 2, tls 1',
      endorsed: 'false 1, true 1',
    });
    expect(counts({ maturity: ['graduated'], endorsed: false })).toEqual({
      type: 'install 1',
      category: 'network 1',
      maturity: 'graduated 1, sandbox 1',
      tag: 'tls 1',
      endorsed: 'false 1, true 1',
    });
  });
});
