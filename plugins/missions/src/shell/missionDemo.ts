import type {
  Mission,
  MissionSpec,
  Status,
} from '@mission-control/plugin-missions-common';

/** What a mission says for the demo: `spec.demo`, and nothing elsewhere. */
export function missionDemo(
  { spec }: Pick<Mission, 'spec'>,
  status: Pick<Status, 'demo'> | undefined,
): MissionSpec['demo'] {
  return status?.demo ? (spec as Partial<MissionSpec>).demo : undefined;
}
