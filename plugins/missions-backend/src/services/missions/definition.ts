import {
  MISSION_API_VERSION,
  type MissionDefinition,
  type MissionSpec,
  type MissionSummary,
} from '@mission-control/plugin-missions-common';

/** A stored mission in the form of its file. */
export function toDefinition(
  {
    name,
    title,
    description,
    tags,
  }: Pick<MissionSummary, 'name' | 'title' | 'description' | 'tags'>,
  spec: MissionSpec,
): MissionDefinition {
  return {
    apiVersion: MISSION_API_VERSION,
    kind: 'Mission',
    metadata: { name, title, description, tags },
    spec,
  };
}
