import type { CheckResult } from '@mission-control/plugin-missions-common';

/** What the checks of an orbit saw of a cluster; undefined while nobody knows an answer. */
export type Sight = 'all' | 'part' | 'none';

/** What the checks of an orbit's run saw of one of its clusters. */
export function sightOf(
  targetId: string,
  evidence: readonly CheckResult[],
): Sight | undefined {
  const answers = evidence.filter(
    item => item.phase === 'check' && item.targetId === targetId,
  );
  const unknown = answers.filter(({ status }) => status === 'unknown').length;
  if (answers.length === 0) {
    return undefined;
  }
  if (unknown === 0) {
    return 'all';
  }
  return unknown === answers.length ? 'none' : 'part';
}
