import type {
  MissionStep,
  StepNeeds,
} from '@mission-control/plugin-missions-common';

/** A step of a target, or an entry of it, as it was planned. */
interface OrderedStep {
  readonly stepId: string;
  readonly sourceId: string;
}

/**
 * What each planned step needs of its own target, by step id. The entries of
 * an `each` go one after the other, unless the step says what it needs.
 */
export function stepOrder(
  planned: readonly OrderedStep[],
  steps: readonly MissionStep[],
  needs: ReadonlyMap<string, StepNeeds>,
): ReadonlyMap<string, readonly string[]> {
  const entries = new Map<string, string[]>();
  for (const { stepId, sourceId } of planned) {
    const own = entries.get(sourceId) ?? [];
    own.push(stepId);
    entries.set(sourceId, own);
  }
  const free = new Set(
    steps.filter(step => step.needs !== undefined).map(step => step.id),
  );
  const before = new Map<string, string>();
  return new Map(
    planned.map(({ stepId, sourceId }): [string, readonly string[]] => {
      const previous = free.has(sourceId) ? undefined : before.get(sourceId);
      before.set(sourceId, stepId);
      return [
        stepId,
        previous !== undefined
          ? [previous]
          : (needs.get(sourceId)?.steps ?? []).flatMap(
              id => entries.get(id) ?? [],
            ),
      ];
    }),
  );
}

/** The order of an undo: each step after the one before it. */
export function strictOrder(
  planned: readonly OrderedStep[],
): ReadonlyMap<string, readonly string[]> {
  return new Map(
    planned.map(({ stepId }, index): [string, string[]] => [
      stepId,
      planned.slice(Math.max(0, index - 1), index).map(item => item.stepId),
    ]),
  );
}
