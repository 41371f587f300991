import type {
  Cluster,
  Mission,
  MissionSpec,
} from '@mission-control/plugin-missions-common';

/** Whether all are demo clusters: never of none, nor of one that nobody knows. */
export function areDemo(
  clusters: readonly (Pick<Cluster, 'demo'> | undefined)[],
): boolean {
  return (
    clusters.length > 0 && clusters.every(cluster => cluster?.demo === true)
  );
}

/** What a mission says for the demo: `spec.demo`, where only demo clusters are meant. */
export function missionDemo(
  { spec }: Pick<Mission, 'spec'>,
  onlyDemo: boolean,
): MissionSpec['demo'] {
  return onlyDemo ? (spec as Partial<MissionSpec>).demo : undefined;
}
