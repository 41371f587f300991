import {
  contentHash,
  type MissionSpec,
} from '@mission-control/plugin-missions-common';
import type { LoadedMission } from '../store/operations/saveMissions';

/** A mission as a source has read it; without a part that it does not need. */
export function loadedMission(
  source: string,
  name: string,
  parts: Partial<MissionSpec>,
): LoadedMission {
  const spec = {
    type: 'install',
    preflight: [],
    steps: [],
    verify: [],
    checks: [],
    ...parts,
  } as MissionSpec;
  return {
    summary: {
      ref: `${source}/${name}`,
      source,
      name,
      version: contentHash(JSON.parse(JSON.stringify(spec))),
      title: name,
      description: name,
      type: spec.type,
      lifecycle: spec.lifecycle,
      tags: [],
      endorsed: false,
    },
    spec,
    content: '',
    location: name,
  };
}
