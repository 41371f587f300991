import type { RegisteredCluster } from '../clusters';
import { DemoSeeder } from './DemoSeeder';
import type { LoadedFixture } from './loadFixtures';

const fixture = (
  missionRef: string,
  name: string,
  clusters?: string[],
): LoadedFixture => ({
  missionRef,
  location: `${missionRef}/demo.yaml`,
  object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
  ...(clusters && { clusters }),
});

const cluster = (name: string, demo?: boolean) =>
  ({ connection: { name, demo } } as unknown as RegisteredCluster);

type Clusters = Parameters<typeof DemoSeeder.create>[0]['clusters'];

/** Says which names each demo cluster was given. */
function clustersOf(
  found: RegisteredCluster[],
  answer: Awaited<ReturnType<Clusters['seedDemo']>> = [],
) {
  const given: Record<string, string[]> = {};
  const clusters: Clusters = {
    list: async () => found,
    seedDemo: async objectsOf => {
      for (const { connection } of found.filter(each => each.connection.demo)) {
        given[connection.name] = objectsOf(connection.name).map(
          object => object.metadata?.name ?? '',
        );
      }
      return answer;
    },
  };
  return { given, clusters };
}

describe('DemoSeeder', () => {
  it('gives each demo cluster what the missions of all sources need there', async () => {
    const { given, clusters } = clustersOf([
      cluster('dev', true),
      cluster('staging', true),
      cluster('real', false),
      cluster('other'),
    ]);
    const seeder = DemoSeeder.create({ clusters });
    expect(
      await seeder.seed('a', [
        fixture('a/one', 'all'),
        fixture('a/two', 'only-dev', ['dev']),
      ]),
    ).toEqual([]);
    await seeder.seed('b', [fixture('b/one', 'of-b')]);
    expect(given).toEqual({
      dev: ['all', 'only-dev', 'of-b'],
      staging: ['all', 'of-b'],
    });
    await seeder.seed('a', []);
    expect(given).toEqual({ dev: ['of-b'], staging: ['of-b'] });
  });

  it('asks nobody and complains of nothing without demo clusters', async () => {
    const { clusters } = clustersOf([cluster('real', false)]);
    const seedDemo = jest.fn(clusters.seedDemo);
    const seeder = DemoSeeder.create({ clusters: { ...clusters, seedDemo } });
    expect(
      await seeder.seed('a', [fixture('a/one', 'x', ['nowhere'])]),
    ).toEqual([]);
    expect(seedDemo).not.toHaveBeenCalled();
  });

  it('names file, object, cluster and reason of what was refused, and wrong names', async () => {
    const refused = fixture('a/one', 'x', ['dev', 'nowhere']);
    const other = fixture('b/one', 'y');
    const { clusters } = clustersOf(
      [cluster('dev', true), cluster('staging', true)],
      [
        { cluster: 'dev', object: refused.object, reason: 'it is too big' },
        { cluster: 'dev', object: other.object, reason: 'not asked now' },
        { cluster: 'staging', reason: 'its disk is full' },
      ],
    );
    const seeder = DemoSeeder.create({ clusters });
    const problem = {
      source: 'a',
      missionRef: 'a/one',
      location: 'a/one/demo.yaml',
      severity: 'warning',
      code: 'MISSION_INVALID',
      remedy: expect.any(String),
    };
    expect(await seeder.seed('a', [refused])).toEqual([
      {
        ...problem,
        message:
          'Namespace x is not on the demo cluster dev as it was given: it is too big',
      },
      {
        ...problem,
        message:
          "Namespace x is for 'nowhere', which is no demo cluster; there are dev, staging",
      },
    ]);
    expect(await seeder.seed('b', [other])).toEqual([
      expect.objectContaining({
        message: expect.stringContaining('not asked'),
      }),
      expect.objectContaining({
        message:
          'Namespace y is not on the demo cluster staging as it was given: its disk is full',
      }),
    ]);
  });
});
