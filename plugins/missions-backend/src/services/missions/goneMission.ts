import {
  parseMission,
  type MissionSpec,
} from '@mission-control/plugin-missions-common';
import type { MissionRecord } from '../../store/operations/readMissions';

/**
 * A mission that no source gives any more, of what a run kept of it. What its
 * file was called is not kept; of a text that is no longer valid today, its
 * name is the title.
 */
export function goneMission(options: {
  ref: string;
  version: string;
  content: string;
  spec: MissionSpec;
}): Pick<MissionRecord, 'summary' | 'location' | 'readme'> {
  const { ref, version, content, spec } = options;
  const slash = ref.indexOf('/');
  const source = ref.slice(0, slash);
  const name = ref.slice(slash + 1);
  const metadata = parseMission(content, { source, location: ref }).mission
    ?.metadata;
  return {
    summary: {
      ref,
      source,
      name,
      version,
      title: metadata?.title ?? name,
      description: metadata?.description ?? '',
      tags: metadata?.tags ?? [],
      type: spec.type,
      category: spec.category,
      owner: spec.owner,
      lifecycle: spec.lifecycle,
      project: spec.project,
      endorsed: Boolean(spec.verification?.length),
      verification: spec.verification,
      demo: Boolean(spec.demo),
    },
    location: '',
  };
}
