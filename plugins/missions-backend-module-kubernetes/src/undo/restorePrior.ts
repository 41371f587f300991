import {
  sameObject,
  nameOfObject,
  type ObjectRef,
} from '@mission-control/plugin-missions-common';
import type {
  ActionPlan,
  JournalRecord,
  KeptRecord,
  MissionAction,
  UndoPlanContext,
  UndoResult,
  UndoRunContext,
} from '@mission-control/plugin-missions-node';
import { effectsOf, withJournalReadOnce, type Effect } from '../journal';
import { kubectlKit } from '../undoKit';
import {
  approvedChangeOf,
  checkWrites,
  collectProblems,
  type Change,
} from '../writes';
import { Dependants } from './Dependants';
import { effectWrite } from './effectWrite';
import { Foreseen } from './Foreseen';
import { leftAlone } from './leftAlone';
import { madeAnewBy, type MadeAnew } from './newOwners';
import { onNextLife } from './nextLife';
import { unknownLoss, type UndoOptions } from './planEffect';
import { planTried } from './planTried';
import { proveUndone } from './proveUndone';
import { undoEffect } from './undoEffect';

/**
 * Takes back what a step wrote, from its journal, the newest first; the words
 * say what that is for the action.
 */
export function restorePrior(
  description: string,
): NonNullable<MissionAction['undo']> {
  return {
    description,
    plan: planRestorePrior,
    run: runRestorePrior,
    kit: kubectlKit,
  };
}

async function planRestorePrior(
  ctx: UndoPlanContext<unknown>,
): Promise<ActionPlan> {
  const changes: Change[] = [];
  const effects = effectsOf(ctx.records);
  const { keepDrift, overwriteDrift } = ctx;
  const foreseen = Foreseen.ofPlan(ctx);
  const isKept = (object: ObjectRef) =>
    keepDrift.some(ref => sameObject(ref, object));
  await collectProblems(
    effects,
    effect => effect.object,
    async effect => {
      const before = changes.filter(({ object }) => !isKept(object));
      changes.push(
        await planTried(ctx, effect, {
          earlier: [...ctx.earlier, ...before],
          overwriteDrift,
          keepDrift,
          foreseen,
          dependants: Dependants.ofPlan(ctx),
          madeAnew: madeAnewBy(before, effects),
        }),
      );
    },
  );
  return { changes };
}

async function runRestorePrior(
  given: UndoRunContext<unknown>,
): Promise<UndoResult> {
  const ctx = withJournalReadOnce(given);
  const effects: Effect[] = [];
  for (const effect of effectsOf(ctx.records)) {
    effects.push(await onNextLife(ctx, effect));
  }
  const options = {
    overwriteDrift: ctx.overwriteDrift,
    earlier: ctx.approved.filter(({ kind }) => kind === 'delete'),
    dependants: Dependants.ofRun(),
    madeAnew: madeAnewIn(ctx),
  };
  await checkAll(ctx, effects, options);
  const kept: KeptRecord[] = [];
  for (const [index, effect] of effects.entries()) {
    ctx.progress({
      text: `Taking ${nameOfObject(effect.object)} back`,
      done: index,
      total: effects.length,
    });
    const reason = await takeBack(ctx, effect, options);
    if (reason) {
      const own = ctx.records.filter(({ object }) =>
        sameObject(object, effect.object),
      );
      kept.push(...own.map(({ seq }) => ({ seq, reason })));
    }
  }
  return { kept };
}

/** What the step makes anew as its newest approval says. */
function madeAnewIn(
  ctx: UndoRunContext<unknown>,
  records?: readonly JournalRecord[],
): MadeAnew[] {
  const effects = effectsOf(ctx.records);
  const approved = effects.flatMap(
    ({ object }) => approvedChangeOf(ctx, object) ?? [],
  );
  return madeAnewBy(approved, effects, records);
}

/** Takes one effect back, with proof, or tells why it stays. */
async function takeBack(
  ctx: UndoRunContext<unknown>,
  effect: Effect,
  options: UndoOptions,
): Promise<string | undefined> {
  const approved = approvedChangeOf(ctx, effect.object);
  if (approved?.kind === 'noop') {
    const reason = await leftAlone(ctx, effect, approved);
    report(ctx, effect, reason ?? approved.note);
    return reason;
  }
  if (approved?.kind === 'conflict') {
    const reason = `left alone: ${approved.note ?? approved.conflictWith}`;
    report(ctx, effect, reason);
    return reason;
  }
  const madeAnew = madeAnewIn(ctx, await ctx.journal.records());
  const taken = await undoEffect(ctx, effect, { ...options, madeAnew });
  if (taken.stays === undefined) {
    await proveUndone(ctx, effect, taken.toProve);
    for (const warning of unknownLoss(effect).warnings ?? []) {
      report(ctx, effect, warning);
    }
  } else {
    report(ctx, effect, taken.stays);
  }
  return taken.stays;
}

/**
 * Compares all that the step would take back with the approved plan, so that
 * what drifted stops it while everything is as it was.
 */
async function checkAll(
  ctx: UndoRunContext<unknown>,
  effects: readonly Effect[],
  options: UndoOptions,
): Promise<void> {
  const isLeft = ({ object }: Effect) =>
    ['noop', 'conflict'].includes(approvedChangeOf(ctx, object)?.kind ?? '');
  await checkWrites(
    ctx,
    effects
      .filter(effect => !isLeft(effect))
      .map(effect => ({
        ref: effect.object,
        writeFor: live => effectWrite(ctx, effect, options, live).write,
      })),
  );
}

function report(
  ctx: UndoRunContext<unknown>,
  effect: Effect,
  reason: string | undefined,
): void {
  ctx.log.info(`${nameOfObject(effect.object)}: ${reason ?? 'nothing to do'}`);
  ctx.evidence({
    asked: `Journal record ${effect.seq}: ${effect.verb} ${nameOfObject(
      effect.object,
    )}`,
    answered: reason ?? 'nothing to take back',
    object: effect.object,
  });
}
