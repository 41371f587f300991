import {
  type CheckResult,
  type MissionStep,
  type PlannedChange,
  type StepNeeds,
  type TargetPlan,
  stepsBefore,
  targetPlanHash,
} from '@mission-control/plugin-missions-common';
import { createOnce } from '@mission-control/plugin-missions-node';
import type { PlannedSoFar } from '../engine';
import type { NewLogLine, PlannedStep, TargetRecord } from '../store';
import { describeError } from './describeError';
import { hashedParameters } from './RunSession';
import type { TargetSession } from './TargetSession';

/** A plan with the steps that will carry it out. */
export interface MadePlan {
  readonly plan: TargetPlan;
  readonly steps: readonly PlannedStep[];
  /** What reads that ran while planning saw. */
  readonly evidence?: readonly CheckResult[];
  /** What they logged, by step. */
  readonly lines?: ReadonlyMap<string, readonly NewLogLine[]>;
}

/** Collects a plan step by step. */
export class PlanDraft {
  readonly changes: PlannedChange[] = [];
  readonly reads: TargetPlan['reads'] = [];
  readonly problems: NonNullable<TargetPlan['problems']> = [];
  readonly steps: PlannedStep[] = [];
  readonly evidence: CheckResult[] = [];
  readonly lines = new Map<string, readonly NewLogLine[]>();
  readonly outputs: Record<string, { output: any }> = {};
  readonly deferred = new Set<string>();
  readonly once = createOnce();
  readonly #needs: ReadonlyMap<string, StepNeeds>;

  constructor(needs: ReadonlyMap<string, StepNeeds> = new Map()) {
    this.#needs = needs;
  }

  /**
   * What has happened when a step begins: what it needs, and its own entries
   * before, unless they are free of each other.
   */
  before(step: MissionStep): PlannedSoFar & { changes: PlannedChange[] } {
    const sources = new Set(stepsBefore(this.#needs, step.id));
    if (step.needs === undefined) {
      sources.add(step.id);
    }
    const ids = new Set(
      this.steps
        .filter(item => sources.has(item.sourceId))
        .map(item => item.stepId),
    );
    const changes = this.changes.filter(change => ids.has(change.stepId));
    return {
      deferred: this.deferred,
      writes: changes.some(change => change.kind !== 'noop'),
      changes,
    };
  }

  /** The problem and what it makes impossible: the rest of the plan. */
  fail(session: TargetSession, stepId: string, error: unknown): void {
    const { code, message, remedy } = describeError(
      error,
      session.session.masker,
    );
    this.problems.push({ stepId, code, message, remedy });
  }

  finish(session: TargetSession, target: TargetRecord): MadePlan {
    const { origin } = session.session;
    const { changes, reads, problems, steps, evidence, lines } = this;
    const plan = { targetId: target.targetId, changes, reads };
    return {
      steps,
      evidence,
      lines,
      plan: {
        ...plan,
        cluster: target.clusterRef,
        clusterUid: target.clusterUid,
        madeAt: new Date(),
        hash: targetPlanHash(plan, {
          missionVersion: origin.missionVersion,
          parameters: hashedParameters(session.session),
          clusterUid: target.clusterUid,
        }),
        ...(problems.length > 0 && { problems }),
      },
    };
  }
}
