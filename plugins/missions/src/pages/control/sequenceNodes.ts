import type {
  Mission,
  Run,
  RunTarget,
  Step,
} from '@mission-control/plugin-missions-common';
import {
  isTerminal,
  workingStates,
} from '@mission-control/plugin-missions-common';
import type { Tone } from '@mission-control/plugin-missions-react';
import { standingOf, standingTone } from '../../shell/standing';
import { stepTone } from '../../shell/stepTone';

/** A running sequence with the missions that it started. */
export interface Sequence {
  run: Run;
  /** Its definition; undefined when it cannot be read any more. */
  mission?: Mission;
  /** Runs of its steps, with their targets, by id. */
  children: ReadonlyMap<string, Run>;
}

/** A step of a sequence, as the graph shows it; words are added by the page. */
export interface SequenceNode {
  id: string;
  title: string;
  tone: Tone;
  /** The run of the step, once there is one. */
  child?: Run;
  step: Step;
  needs: string[];
  /** Targets of the child by wave, while they move. */
  waves: { number: number; targets: RunTarget[] }[];
}

/**
 * The steps of a running sequence in the order of its file; of every target,
 * where the sequence has several.
 */
export function sequenceNodes(sequence: Sequence): SequenceNode[] {
  return sequence.run.targetsDetail.flatMap(target =>
    nodesOf(sequence, target),
  );
}

function nodesOf(
  { run, mission, children }: Sequence,
  { id: targetId, steps }: RunTarget,
): SequenceNode[] {
  const needs = needsOf(mission, steps);
  const isAlone = run.targetsDetail.length === 1;
  const nodeId = (stepId: string) => `${targetId}/${stepId}`;
  return steps.map(step => {
    const child = step.childRunId ? children.get(step.childRunId) : undefined;
    const own = stepTone(run, targetId, step);
    return {
      id: nodeId(step.id),
      title: isAlone ? step.name : `${targetId}: ${step.name}`,
      tone: child ? standingTone(standingOf(child)) : own,
      child,
      step,
      needs: (needs.get(step.id) ?? []).map(nodeId),
      waves: child && !isTerminal(child.state) ? wavesOf(child) : [],
    };
  });
}

/** How many targets of a run reached an end. */
export function countEnded(run: Run): number {
  return run.targetsDetail.filter(({ state }) => isTerminal(state)).length;
}

/** Progress of what runs on a target now: `2 of 3`, as numbers. */
export function progressOf(
  target: RunTarget,
): { done: number; total: number } | undefined {
  if (!workingStates.includes(target.state) || target.steps.length === 0) {
    return undefined;
  }
  const done = target.steps.filter(step => step.finishedAt).length;
  return { done, total: target.steps.length };
}

function wavesOf(child: Run) {
  const waves = new Map<number, RunTarget[]>();
  for (const target of child.targetsDetail) {
    const number = target.wave ?? 0;
    waves.set(number, [...(waves.get(number) ?? []), target]);
  }
  return [...waves]
    .sort(([a], [b]) => a - b)
    .map(([number, targets]) => ({ number, targets }));
}

/**
 * What each step waits for, by step id: what its definition names, without
 * that the step before it. Iterations of a step stand for it.
 */
function needsOf(
  mission: Mission | undefined,
  steps: readonly Step[],
): Map<string, string[]> {
  const defined = (mission?.spec.steps ?? []) as {
    id: string;
    needs?: string[];
  }[];
  const order = [...new Set(steps.map(({ id }) => baseOf(id)))];
  const idsOf = (base: string) =>
    steps.filter(({ id }) => baseOf(id) === base).map(({ id }) => id);
  return new Map(
    steps.map(({ id }) => {
      const base = baseOf(id);
      const before = order.slice(0, order.indexOf(base)).slice(-1);
      const named = defined.find(step => step.id === base)?.needs ?? before;
      return [id, named.flatMap(idsOf)];
    }),
  );
}

/** `install[dev]` is an iteration of `install`. */
function baseOf(stepId: string): string {
  return stepId.replace(/\[.*\]$/, '');
}
