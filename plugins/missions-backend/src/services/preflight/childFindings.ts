import type { CheckResult } from '@mission-control/plugin-missions-common';
import { GUARD_CHECK } from './askGuard';
import type { ChildMission } from './childMissions';

/**
 * What a child mission answers, as findings of the sequence: each names the
 * mission. A failure that may be gone when the child starts is a warning: its
 * start is not certain, or a mission before it can change the cluster.
 */
export function childFindings(
  child: ChildMission,
  number: number,
  answers: readonly CheckResult[],
  cluster?: string,
): CheckResult[] {
  return answers.map(answer => {
    const passing = passes(child, answer, cluster);
    return {
      ...answer,
      id: `${idOf(child, number)}:${answer.id}`,
      title: `${child.content?.summary.title ?? child.ref}: ${
        answer.title ?? answer.id
      }`,
      status: passing ? 'warn' : answer.status,
      message: `Mission '${child.ref}': ${answer.message}${
        passing ? `. ${passing}` : ''
      }`,
    };
  });
}

/** That the start of a child would be refused, or cannot be looked into. */
export function childProblem(
  child: ChildMission,
  number: number,
): CheckResult[] {
  const { ref, problem, content } = child;
  if (!problem) {
    return [];
  }
  return [
    {
      id: `${idOf(child, number)}:start`,
      check: 'core:child-start',
      title: `${content?.summary.title ?? ref}: May start`,
      phase: 'preflight',
      status: problem.status,
      message: `Mission '${ref}': ${problem.message}`,
      at: new Date(),
      evidence: [],
      ...(problem.remedy && { remedy: { text: problem.remedy } }),
    },
  ];
}

/** A mission may be started more than once on a cluster. */
function idOf({ ref }: ChildMission, number: number): string {
  return number > 1 ? `${ref}#${number}` : ref;
}

/** Why a failure may be gone until the child starts. */
function passes(
  child: ChildMission,
  { status, check }: CheckResult,
  cluster: string | undefined,
): string | undefined {
  if (status !== 'fail') {
    return undefined;
  }
  if (child.maybe) {
    return 'Whether it starts at all is known only while the run goes on';
  }
  return check !== GUARD_CHECK &&
    cluster !== undefined &&
    child.changedBefore(cluster)
    ? 'A mission that the sequence starts before it may change that'
    : undefined;
}
