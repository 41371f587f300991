import type { PlannedChange } from '@mission-control/plugin-missions-common';
import type { z } from 'zod';
import type {
  PlanContext,
  RunContext,
  UndoPlanContext,
  UndoResult,
  UndoRunContext,
} from './contexts';
import type { UndoKitWriter } from './undoKit';

/** What an action says it will do on one target; the engine adds the step id. @public */
export interface ActionPlan {
  readonly changes: readonly Omit<PlannedChange, 'stepId'>[];
  /**
   * Set by read actions that ran during planning, and by write actions whose
   * output is already known.
   */
  readonly output?: Record<string, unknown>;
  readonly summary?: string;
}

/** @public */
export interface ActionExample {
  readonly description: string;
  /** A step as it stands in mission.yaml. */
  readonly yaml: string;
}

/**
 * An action that steps name.
 *
 * A `read` action without `plan` is run during planning when nothing that it
 * depends on is deferred; its output is then part of the plan's hash. A
 * `write` action must have `plan`, journals before it writes, is safe to
 * repeat with the same key, honours `signal`, and reports what it read back
 * through `ctx.evidence`.
 * @public
 */
export interface MissionAction<TInput = any, TOutput = any> {
  /** `<namespace>:<verb>`, such as kubernetes:apply. */
  readonly id: string;
  readonly description: string;
  readonly examples: readonly ActionExample[];
  readonly schema: {
    readonly input: z.ZodType<TInput>;
    readonly output: z.ZodType<TOutput>;
  };
  readonly effect: 'read' | 'write';
  /** True for reads that must not run while planning (sleep, gate). */
  readonly onlyWhenRunning?: boolean;
  plan?(ctx: PlanContext<TInput>): Promise<ActionPlan>;
  run(ctx: RunContext<TInput>): Promise<TOutput>;
  readonly undo?: {
    /** One sentence for the mission page. */
    readonly description: string;
    plan(ctx: UndoPlanContext<TInput>): Promise<ActionPlan>;
    /** Takes the records back; without an answer all of them count as taken back. */
    run(ctx: UndoRunContext<TInput>): Promise<UndoResult | void>;
    /** How it is taken back without the portal; left out: not at all. */
    readonly kit?: UndoKitWriter;
  };
}

/** Checks and freezes an action. Throws when a write has no plan. @public */
export function createMissionAction<TInput, TOutput>(
  action: MissionAction<TInput, TOutput>,
): MissionAction<TInput, TOutput> {
  if (!/^[a-z][a-z0-9-]*:[a-z][a-z0-9-]*$/.test(action.id)) {
    throw new Error(
      `Action id '${action.id}' must look like namespace:verb, in lower case`,
    );
  }
  if (action.effect === 'write' && !action.plan) {
    throw new Error(
      `Action '${action.id}' writes, so it needs plan(): nothing changes a cluster before its plan is approved`,
    );
  }
  return Object.freeze(action);
}
