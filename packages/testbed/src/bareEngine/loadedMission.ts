import {
  contentHash,
  type MissionSpec,
} from '@mission-control/plugin-missions-common';

/** A mission as a source has read it. */
export function loadedMission(source: string, name: string, spec: MissionSpec) {
  return {
    summary: {
      ref: `${source}/${name}`,
      source,
      name,
      version: contentHash(JSON.parse(JSON.stringify(spec))),
      title: name,
      description: name,
      type: spec.type,
      tags: [],
      endorsed: false,
    },
    spec,
    content: '',
    location: name,
  };
}
