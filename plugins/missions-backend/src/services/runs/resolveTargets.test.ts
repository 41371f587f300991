import {
  MissionError,
  type MissionSpec,
} from '@mission-control/plugin-missions-common';
import type { ClusterRegistry, RegisteredCluster } from '../../clusters';
import { resolveTargets } from './resolveTargets';

const cluster = (name: string, environment: string, labels = {}) =>
  ({
    connection: { name, title: name.toUpperCase(), labels },
    guard: { environment, production: environment === 'prod', demo: false },
  } as unknown as RegisteredCluster);
const known = [
  cluster('eu', 'prod', { region: 'eu' }),
  cluster('us', 'prod', { region: 'us' }),
  cluster('lab', 'test'),
];
const clusters = {
  async usable(name: string) {
    const found = known.find(each => each.connection.name === name);
    if (!found) {
      throw new MissionError('CLUSTER_UNKNOWN', `Nobody knows '${name}'`);
    }
    return found;
  },
} as unknown as ClusterRegistry;

const resolve = (
  targets: MissionSpec['targets'],
  ...choices: (string | [string, string])[]
) =>
  resolveTargets({
    spec: { type: 'install', targets } as MissionSpec,
    choices: choices.map(choice =>
      typeof choice === 'string'
        ? { cluster: choice }
        : { cluster: choice[0], role: choice[1] },
    ),
    clusters,
  });
const roles = { hub: { max: 1 }, member: { min: 0 } };

describe('resolveTargets', () => {
  it('answers the clusters in the order that was asked for', async () => {
    expect(await resolve({ min: 1 }, 'lab', 'eu')).toEqual([
      {
        cluster: {
          name: 'lab',
          title: 'LAB',
          environment: 'test',
          production: false,
          demo: false,
        },
        role: undefined,
      },
      expect.objectContaining({
        cluster: expect.objectContaining({ name: 'eu', production: true }),
      }),
    ]);
  });

  it('keeps the role of each cluster', async () => {
    const targets = await resolve({ roles }, ['eu', 'hub'], ['us', 'member']);
    expect(targets.map(target => target.role)).toEqual(['hub', 'member']);
  });

  it.each<
    [string, MissionSpec['targets'], (string | [string, string])[], RegExp]
  >([
    ['too few', { min: 2 }, ['eu'], /1 clusters; .*at least 2/],
    ['too many', { max: 1 }, ['eu', 'us'], /2 clusters; .*at most 1/],
    ['none where one is needed', {}, [], /at least 1/],
    ['one twice', {}, ['eu', 'eu'], /'eu' twice/],
    ['clusters where there are none', undefined, ['eu'], /no clusters/],
    ['an unknown role', { roles }, [['eu', 'spare']], /'spare'.*hub, member/],
    ['no role', { roles }, ['eu'], /'eu' needs a role: hub, member/],
    [
      'too many of a role',
      { roles },
      [
        ['eu', 'hub'],
        ['us', 'hub'],
      ],
      /role 'hub': 2 clusters/,
    ],
    [
      'one that is not selected by environment',
      { select: { environments: ['prod'] } },
      ['lab'],
      /does not select the cluster 'lab': its environment is 'test', not prod$/,
    ],
    [
      'one that is not selected by label',
      { select: { labels: { region: 'eu' } } },
      ['us'],
      /does not select the cluster 'us': its label region is 'us', not eu$/,
    ],
    [
      'one that is not selected by name',
      { select: { names: ['eu'] } },
      ['us'],
      /does not select the cluster 'us': its name is not eu$/,
    ],
    [
      'one that is not among many names',
      { select: { names: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] } },
      ['us'],
      /its name is not a or b or c or d or e or 2 more$/,
    ],
    [
      'one that lacks a label, and all else that is asked',
      { select: { environments: ['dev', 'prod'], labels: { region: 'eu' } } },
      ['lab'],
      /'lab': its environment is 'test', not dev or prod; it has no label region, wanted is eu$/,
    ],
    [
      'one that its role does not select, though the mission would',
      {
        select: { names: ['lab'] },
        roles: { hub: { select: { environments: ['prod'] } } },
      },
      [['lab', 'hub']],
      /does not select the cluster 'lab' as hub: its environment/,
    ],
    [
      'one in a role that selects nothing of its own',
      { select: { names: ['eu'] }, roles: { hub: {} } },
      [['us', 'hub']],
      /does not select the cluster 'us' as hub: its name is not eu$/,
    ],
  ])('refuses %s', async (_, targets, choices, message) => {
    await expect(resolve(targets, ...choices)).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringMatching(message),
      remedy: expect.stringContaining('mission page'),
    });
  });

  it('passes on what the registry says of a cluster', async () => {
    await expect(resolve({}, 'nowhere')).rejects.toMatchObject({
      code: 'CLUSTER_UNKNOWN',
    });
  });
});
