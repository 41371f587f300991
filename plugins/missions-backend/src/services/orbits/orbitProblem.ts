import type { Orbit } from '@mission-control/plugin-missions-common';
import type { ClusterRegistry } from '../../clusters';
import type { Store } from '../../store';
import type { OrbitRecord } from '../../store/operations/orbitRows';
import { readMissions } from '../../store/operations/readMissions';

/** What orbits need to look, as it is now. */
export interface OrbitNeeds {
  readonly missions: ReadonlySet<string>;
  /** Known clusters, each with why nobody may use it unattended. */
  readonly clusters: ReadonlyMap<string, string | undefined>;
}

/** Asked once for all orbits of an answer. */
export async function readOrbitNeeds(options: {
  store: Store;
  clusters: Pick<ClusterRegistry, 'list'>;
  orbits: readonly OrbitRecord[];
}): Promise<OrbitNeeds> {
  const { store, clusters, orbits } = options;
  const refs = orbits.map(({ missionRef }) => missionRef);
  const [missions, known] = await Promise.all([
    readMissions({ tx: store.db, refs }),
    orbits.length > 0 ? clusters.list() : [],
  ]);
  return {
    missions: new Set(missions.map(({ summary }) => summary.ref)),
    clusters: new Map(
      known.map(({ connection }) => [
        connection.name,
        connection.notUnattended,
      ]),
    ),
  };
}

/** Why an orbit cannot look. Names no cluster that may not be read. */
export function orbitProblem(
  { missionRef, targets }: OrbitRecord,
  { missions, clusters }: OrbitNeeds,
  hidden: ReadonlySet<string>,
): Orbit['problem'] {
  if (!missions.has(missionRef)) {
    return {
      kind: 'cannot_look',
      message: `No source gives its mission '${missionRef}' any more`,
      remedy:
        'Put the mission back into its source, or disable the orbit; a problem of its file is in the Explorer.',
    };
  }
  const bad = targets
    .map(({ cluster }) => cluster)
    .filter(name => !clusters.has(name) || clusters.get(name) !== undefined);
  if (bad.length === 0) {
    return undefined;
  }
  const shown = bad.find(name => !hidden.has(name));
  const remedy =
    'Correct the configuration of clusters, or enable the orbit anew without it.';
  if (shown === undefined) {
    return {
      kind: 'cannot_look',
      message: 'A cluster that you may not see cannot be used',
      remedy,
    };
  }
  const why = clusters.get(shown);
  return {
    kind: 'cannot_look',
    message:
      why === undefined
        ? `There is no cluster '${shown}' any more`
        : `Cluster '${shown}' cannot be used: ${why}`,
    remedy,
  };
}
