import {
  lintMission,
  pathText,
  type MissionSpec,
  type MissionSummary,
  type OpenPoint,
} from '@mission-control/plugin-missions-common';
import { toDefinition } from './definition';

/** What a draft leaves open, by its place in the file: pins without a version or digest. */
export function openPointsOf(
  summary: Pick<MissionSummary, 'name' | 'title' | 'description' | 'tags'>,
  spec: MissionSpec,
): OpenPoint[] {
  return lintMission(toDefinition(summary, spec), { level: 'draft' })
    .filter(problem => problem.openPoint)
    .map(({ path, message, remedy }) => ({
      path: pathText(path),
      message: message.replace(/^Open point: /, ''),
      remedy,
    }));
}
