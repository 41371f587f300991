import type {
  CheckStatus,
  Evidence,
  Finding,
  ObjectRef,
  Remedy,
} from '@mission-control/plugin-missions-common';
import type { z } from 'zod';
import type { ActionExample, BaseContext } from '../actions';

/** One thing that a check of an orbit found. @public */
export interface FindingInput {
  /** Identity of the finding over runs; defaults to check + object. */
  readonly key?: string;
  readonly severity: Finding['severity'];
  readonly title: string;
  readonly message?: string;
  readonly object?: ObjectRef;
  readonly control?: string;
  readonly evidence?: readonly Omit<Evidence, 'at'>[];
}

/**
 * The answer of a check. `unknown` whenever it could not look (403, time-out,
 * absent API): unknown is never "missing" and never success.
 * @public
 */
export interface CheckOutcome {
  readonly status: CheckStatus;
  readonly message: string;
  readonly evidence: readonly Omit<Evidence, 'at'>[];
  readonly remedy?: Remedy;
  /** Of an orbit's check. A `fail` or `warn` without any is one finding itself. */
  readonly findings?: readonly FindingInput[];
  /** The object at fault and what was seen of it, without secrets: for the error of a step. */
  readonly culprit?: {
    readonly object: ObjectRef;
    readonly details?: Record<string, unknown>;
  };
  /** While `fail` or `unknown` only because it is still moving: asked again until the deadline, except by an orbit's look. */
  readonly progressing?: boolean;
  /** Changes when there was progress; extends the deadline. */
  readonly progressKey?: string;
}

/** A read-only question to one target. @public */
export interface MissionCheck<TInput = any> {
  readonly id: string;
  readonly description: string;
  readonly examples: readonly ActionExample[];
  readonly schema: { readonly input: z.ZodType<TInput> };
  run(ctx: BaseContext<TInput>): Promise<CheckOutcome>;
}

/** Checks and freezes a check. @public */
export function createMissionCheck<TInput>(
  check: MissionCheck<TInput>,
): MissionCheck<TInput> {
  if (!/^[a-z][a-z0-9-]*:[a-z][a-z0-9-]*$/.test(check.id)) {
    throw new Error(
      `Check id '${check.id}' must look like namespace:noun, in lower case`,
    );
  }
  return Object.freeze(check);
}
