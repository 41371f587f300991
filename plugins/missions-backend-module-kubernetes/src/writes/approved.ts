import {
  MissionError,
  type ObjectRef,
  type PlannedChange,
  sameObject,
  nameOfObject,
} from '@mission-control/plugin-missions-common';
import {
  ReapprovalNeeded,
  type RunContext,
} from '@mission-control/plugin-missions-node';
import type { Change } from './change';
import { boundOf } from './deferral';
import { driftOf } from './drift';
import type { GuardedWrite, Live } from './guardedWrite';
import { isTold, toldOf, type Loss } from './loss';

/** How a write is not what the approved plan showed. */
export interface Deviation {
  readonly reason: ReapprovalNeeded['reason'];
  readonly message: string;
}

/** The newest approved change of an object: a supplementary one comes last. */
export function approvedChangeOf(
  ctx: Pick<RunContext<unknown>, 'approved'>,
  ref: ObjectRef,
): PlannedChange | undefined {
  return ctx.approved.findLast(change => sameObject(change.object, ref));
}

/**
 * What of a write is not as approved, as far as the live object tells. Throws
 * PLAN_CONFLICT for what the approved plan says belongs to another owner.
 */
export async function deviationOf(
  ctx: RunContext<unknown>,
  write: GuardedWrite,
  live: Live,
): Promise<Deviation | undefined> {
  const { ref, digest } = write;
  const approved = approvedChangeOf(ctx, ref);
  if (!approved) {
    return {
      reason: 'supplementary',
      message: `The approved plan has no change of ${nameOfObject(ref)}`,
    };
  }
  if (digest && approved.digest !== digest) {
    return {
      reason: 'supplementary',
      message: `${nameOfObject(
        ref,
      )} is no longer what the approved plan showed`,
    };
  }
  if (approved.kind === 'conflict') {
    throw new MissionError(
      'PLAN_CONFLICT',
      `${nameOfObject(ref)} belongs to ${approved.conflictWith}`,
      { object: ref },
    );
  }
  if (approved.kind === 'deferred') {
    return undefined;
  }
  const drift =
    driftOf(approved, live, ctx) ?? (await write.drift?.(live, approved));
  return drift ? { reason: 'drift', message: drift } : undefined;
}

/**
 * How a change that was planned again differs from the approved one: another
 * owner, or a deferred change that is outside its bounds or not as shown.
 */
export function deviationOfPlan(
  approved: PlannedChange,
  change: Change,
): Deviation | undefined {
  const name = nameOfObject(approved.object);
  if (approved.kind === 'deferred') {
    const inside =
      change.kind === 'noop' ||
      (approved.bounds ?? []).includes(boundOf(change.kind, approved.object));
    const asShown =
      approved.digest !== undefined && approved.digest === change.digest;
    return inside && asShown && !change.conflictWith && !change.takeOver
      ? undefined
      : {
          reason: 'supplementary',
          message: `${name} was deferred and is now ${
            inside ? 'other than shown' : `a ${change.kind}, outside its bounds`
          }`,
        };
  }
  const isNew = change.takeOver && !approved.takeOver;
  return change.kind === 'conflict' || isNew
    ? {
        reason: 'drift',
        message: `${name} belongs to ${
          change.conflictWith ?? change.note
        } by now; the plan saw no such owner`,
      }
    : undefined;
}

/**
 * Whether a deletion takes along, or may take along, something else than the
 * approved plan says. What is no longer lost is no reason to ask.
 */
export function deviationOfLoss(
  ctx: Pick<RunContext<unknown>, 'mask'>,
  approved: PlannedChange | undefined,
  loss: Loss | undefined,
): Deviation | undefined {
  const told = approved?.irreversible;
  if (
    !loss ||
    (approved?.kind !== 'delete' && approved?.kind !== 'deferred') ||
    isTold(told, ctx.mask(loss))
  ) {
    return undefined;
  }
  return {
    reason: approved.kind === 'delete' ? 'drift' : 'supplementary',
    message: `Deleting ${nameOfObject(approved.object)}${
      loss.certain ? ' cannot be taken back' : ''
    }: ${toldOf(loss)}; the plan ${
      told ? `said: ${told}` : `saw ${loss.certain ? 'none' : 'all'} of it`
    }`,
  };
}

/** The change that may be made now, or ReapprovalNeeded; `loss` is what goes with it. */
export async function approvedFor(
  ctx: RunContext<unknown>,
  write: GuardedWrite,
  live: Live,
  loss: Loss | undefined,
): Promise<PlannedChange> {
  const approved = approvedChangeOf(ctx, write.ref);
  const deviation =
    (await deviationOf(ctx, write, live)) ??
    (await refusalOf(write, live)) ??
    deviationOfLoss(ctx, approved, loss);
  if (!deviation && approved && approved.kind !== 'deferred') {
    return approved;
  }
  const change = { ...(await write.replan(live, [])), stepId: ctx.stepId };
  const found = deviation ?? deviationOfPlan(approved!, change);
  if (found) {
    throw new ReapprovalNeeded({ ...found, changes: [change] });
  }
  return change;
}

async function refusalOf(
  write: GuardedWrite,
  live: Live,
): Promise<Deviation | undefined> {
  const message = await write.refuse?.(live);
  return message ? { reason: 'drift', message } : undefined;
}
