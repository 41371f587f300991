import { MissionError } from '@mission-control/plugin-missions-common';
import type { ClusterRegistry } from '../../clusters';
import type { ReachedChild } from './childReach';
import { checkChildTargets } from './checkChildTargets';

const clusters = {
  async usable(name: string) {
    if (name === 'nope') {
      throw new MissionError(
        'CLUSTER_UNKNOWN',
        `There is no cluster '${name}'`,
      );
    }
    return {};
  },
} as unknown as ClusterRegistry;

const child = (
  names: readonly string[],
  more: Partial<ReachedChild> = {},
): ReachedChild => ({
  missionRef: 'test/paint',
  parameters: {},
  unknown: new Set(),
  targets: names.map(cluster => ({ cluster })),
  stepId: 'first',
  maybe: false,
  place: "spec.steps[0].input of mission 'test/all'",
  ...more,
});

describe('checkChildTargets', () => {
  it.each([
    [
      ['dev', 'nope'],
      'CLUSTER_UNKNOWN',
      "spec.steps[0].input of mission 'test/all': There is no cluster 'nope'",
    ],
    [
      ['dev', 'dev'],
      'INPUT_INVALID',
      "spec.steps[0].input of mission 'test/all': targets name the cluster 'dev' twice",
    ],
  ])('refuses %j with %s and the place', async (names, code, message) => {
    await expect(
      checkChildTargets(clusters, [child(['dev']), child(names)]),
    ).rejects.toMatchObject({ code, message });
  });

  it('leaves to the plan what may never start', async () => {
    const maybe = child(['nope'], { maybe: true });
    const inside = child(['nope'], { by: maybe });
    await expect(
      checkChildTargets(clusters, [child(['dev']), maybe, inside]),
    ).resolves.toBeUndefined();
  });
});
