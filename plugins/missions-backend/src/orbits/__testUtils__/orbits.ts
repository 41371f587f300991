import {
  MissionError,
  contentHash,
  type MissionSpec,
} from '@mission-control/plugin-missions-common';
import type { ClusterRegistry } from '../../clusters';
import { saveMissions } from '../../store/operations/saveMissions';
import type { Store } from '../../store';

const CLUSTERS = ['eu', 'us'];
const aCluster = (name: string) => ({
  connection: { name },
  guard: { environment: 'test', production: false, demo: false },
});

/** Two usable clusters, eu and us. For tests. */
export const someClusters = {
  list: async () => CLUSTERS.map(aCluster),
  usable: async (name: string) => {
    if (!CLUSTERS.includes(name)) {
      throw new MissionError('CLUSTER_UNKNOWN', `no cluster '${name}'`);
    }
    return aCluster(name);
  },
} as unknown as ClusterRegistry;

/** Saves the mission `test/look`. For tests. */
export async function saveOrbitMission(
  store: Store,
  change: Partial<MissionSpec> = {},
): Promise<void> {
  const spec: MissionSpec = {
    type: 'orbit',
    targets: {},
    preflight: [],
    steps: [],
    verify: [],
    checks: [],
    ...change,
  };
  await store.transaction(tx =>
    saveMissions({
      tx,
      source: 'test',
      problems: [],
      now: new Date().toISOString(),
      missions: [
        {
          summary: {
            ref: 'test/look',
            source: 'test',
            name: 'look',
            version: contentHash(spec),
            title: 'Look',
            description: 'Looks',
            type: spec.type,
            tags: [],
            endorsed: false,
          },
          spec,
          content: '',
          location: 'look.yaml',
        },
      ],
    }),
  );
}
