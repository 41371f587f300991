import type { MissionProblem } from '@mission-control/plugin-missions-common';
import type { ClusterRegistry } from '../clusters';
import type { LoadedFixture } from './loadFixtures';

/** Gives demo clusters what the missions of all sources need there. */
export class DemoSeeder {
  readonly #clusters: Pick<ClusterRegistry, 'list' | 'seedDemo'>;
  readonly #bySource = new Map<string, readonly LoadedFixture[]>();

  private constructor(clusters: Pick<ClusterRegistry, 'list' | 'seedDemo'>) {
    this.#clusters = clusters;
  }

  static create(options: {
    clusters: Pick<ClusterRegistry, 'list' | 'seedDemo'>;
  }): DemoSeeder {
    return new DemoSeeder(options.clusters);
  }

  /**
   * Takes what a source needs now, in place of what it needed before, and
   * answers what became no part of a demo cluster. Without demo clusters
   * nothing is asked and nothing is wrong. Never throws.
   */
  async seed(
    source: string,
    fixtures: readonly LoadedFixture[],
  ): Promise<MissionProblem[]> {
    this.#bySource.set(source, fixtures);
    const demo = (await this.#clusters.list())
      .filter(({ connection }) => connection.demo === true)
      .map(({ connection }) => connection.name);
    if (demo.length === 0) {
      return [];
    }
    const refusals = await this.#clusters.seedDemo(cluster =>
      this.#of(cluster).map(({ object }) => object),
    );
    const refused = refusals.flatMap(({ cluster, object, reason }) =>
      fixtures
        .filter(
          fixture =>
            isFor(fixture, cluster) &&
            (object === undefined || fixture.object === object),
        )
        .map(fixture =>
          problemOf(source, fixture, {
            message: `${nameOf(
              fixture,
            )} is not on the demo cluster ${cluster} as it was given: ${reason}`,
            remedy:
              'Correct the file, or reset the demo cluster if it may forget what is there.',
          }),
        ),
    );
    const nowhere = fixtures.flatMap(fixture =>
      (fixture.clusters ?? [])
        .filter(name => !demo.includes(name))
        .map(name =>
          problemOf(source, fixture, {
            message: `${nameOf(
              fixture,
            )} is for '${name}', which is no demo cluster; there are ${demo.join(
              ', ',
            )}`,
            remedy: 'Correct its annotation mission-control.dev/demo-clusters.',
          }),
        ),
    );
    return [...refused, ...nowhere];
  }

  #of(cluster: string): LoadedFixture[] {
    return [...this.#bySource.values()]
      .flat()
      .filter(fixture => isFor(fixture, cluster));
  }
}

function isFor({ clusters }: LoadedFixture, cluster: string): boolean {
  return clusters === undefined || clusters.includes(cluster);
}

function nameOf({ object }: LoadedFixture): string {
  const { namespace, name } = object.metadata;
  return `${object.kind} ${namespace ? `${namespace}/${name}` : name}`;
}

/** The mission is good without it: a warning. */
function problemOf(
  source: string,
  { missionRef, location }: LoadedFixture,
  { message, remedy }: { message: string; remedy: string },
): MissionProblem {
  return {
    source,
    location,
    missionRef,
    code: 'MISSION_INVALID',
    severity: 'warning',
    message,
    remedy,
  };
}
