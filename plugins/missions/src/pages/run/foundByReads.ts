import type { CheckResult, Run } from '@mission-control/plugin-missions-common';

/** What a read step of a fix found, on clusters where it is the same. */
export interface Found {
  /** Name of the step. */
  readonly step: string;
  readonly clusters: readonly string[];
  readonly text: string;
}

/**
 * The cause that a fix found: the sentences that its read steps answered. What
 * they only looked at is left to their evidence.
 */
export function foundByReads(
  run: Pick<Run, 'type' | 'undoOf' | 'targetsDetail'>,
  evidence: readonly CheckResult[],
  /** Only this cluster. */
  targetId?: string,
): Found[] {
  if (run.type !== 'fix' || run.undoOf) {
    return [];
  }
  const found = new Map<string, Found>();
  for (const { id, steps } of run.targetsDetail) {
    for (const step of targetId && targetId !== id ? [] : steps) {
      const result = evidence.findLast(
        item =>
          item.phase === 'step' &&
          item.targetId === id &&
          item.stepId === step.id,
      );
      const text = sentencesOf(result);
      if (step.effect === 'read' && step.state === 'succeeded' && text) {
        const key = JSON.stringify([step.name, text]);
        const clusters = [...(found.get(key)?.clusters ?? []), id];
        found.set(key, { step: step.name, clusters, text });
      }
    }
  }
  return [...found.values()];
}

function sentencesOf(result: CheckResult | undefined): string {
  return (result?.evidence ?? [])
    .map(({ answered }) => answered)
    .filter(answered => typeof answered === 'string' && answered !== '')
    .join('; ');
}
