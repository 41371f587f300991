import {
  lintMission,
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
      path: placeOf(path),
      message: message.replace(/^Open point: /, ''),
      remedy,
    }));
}

function placeOf(path: readonly (string | number)[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') {
      return `${text}[${part}]`;
    }
    return text ? `${text}.${part}` : part;
  }, '');
}
