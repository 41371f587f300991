import {
  isMissionError,
  type MissionError,
  type ObjectRef,
  type PlannedChange,
} from '@mission-control/plugin-missions-common';
import {
  ReapprovalNeeded,
  type RunContext,
} from '@mission-control/plugin-missions-node';
import { readObject } from '../objects';
import {
  approvedChangeOf,
  deviationOf,
  deviationOfLoss,
  deviationOfPlan,
  type Deviation,
} from './approved';
import { atOnce } from './atOnce';
import type { Change } from './change';
import type { EarlierChange } from './deferral';
import { isWritten } from './earlierTries';
import type { GuardedWrite, Live } from './guardedWrite';
import { assertWritable, problemOf } from './problems';

/** Objects that are looked at at once. */
const CHECKS_AT_ONCE = 8;
/** Objects of a message before it says how many more there are. */
const MAX_NAMED = 5;
/** What other objects of the same step may need to be there. */
const GROUNDS = ['Namespace', 'CustomResourceDefinition'];

/** A write that a step is about to make. */
export interface PendingWrite {
  readonly ref: ObjectRef;
  writeFor(live: Live): GuardedWrite;
}

/** One object of the step as it is now, beside what was approved. */
interface Look {
  readonly write: GuardedWrite;
  readonly live: Live;
  readonly approved: PlannedChange | undefined;
  /** An earlier try of the step wrote it. */
  readonly written: boolean;
  readonly deviation?: Deviation;
}

/** What stands in the way of one write. */
interface Problem {
  readonly ref: ObjectRef;
  readonly error: MissionError;
}

/** A change that has to be asked for. */
interface Difference {
  readonly change: Change;
  readonly deviation: Deviation;
}

/** What the comparison of one object came to. */
interface Finding extends Partial<Difference> {
  readonly problem?: Problem;
}

/**
 * Compares everything that a step would write with the approved plan, before
 * its first write: whatever differs stops the step while nothing is written,
 * and all of it is asked for at once. The guard right before each write stays.
 *
 * @remarks What an earlier try of the step wrote does not differ. What needs a
 * namespace or an API that the step itself creates cannot be dry-run yet, so
 * of it only existence is compared. A step with one write needs no such look.
 */
export async function checkWrites(
  ctx: RunContext<unknown>,
  pending: readonly PendingWrite[],
): Promise<void> {
  if (pending.length < 2) {
    return;
  }
  ctx.progress({
    text: `Comparing ${pending.length} objects with the approved plan`,
  });
  const looks = await lookAtAll(ctx, pending);
  const isGround = ({ write }: Look) => GROUNDS.includes(write.ref.kind);
  const findings: Finding[] = [];
  const grounds: EarlierChange[] = [];
  for (const look of looks.filter(isGround)) {
    const finding = await compare(ctx, look, []);
    findings.push(finding);
    grounds.push(...groundOf(look, finding));
  }
  const rest = looks.filter(look => !isGround(look));
  findings.push(
    ...(await atOnce(CHECKS_AT_ONCE, rest, look =>
      compare(ctx, look, grounds),
    )),
  );
  stopIfAnyDiffers(ctx, findings);
}

/** Reads every object. Throws what no approval would help with, all in one. */
async function lookAtAll(
  ctx: RunContext<unknown>,
  pending: readonly PendingWrite[],
): Promise<Look[]> {
  const records = await ctx.journal.records();
  const problems: Problem[] = [];
  const looks: Look[] = [];
  await atOnce(
    CHECKS_AT_ONCE,
    [...pending.entries()],
    async ([index, item]) => {
      const { ref } = item;
      try {
        const live = await readObject(ctx.cluster, ref, ctx.signal);
        const write = item.writeFor(live);
        const written = isWritten(ctx, write, records, live);
        const approved = approvedChangeOf(ctx, ref);
        if (approved?.kind !== 'noop') {
          assertWritable(ctx, ref, write.verb);
        }
        looks[index] = {
          write,
          live,
          approved,
          written,
          deviation: written
            ? undefined
            : (await deviationOf(ctx, write, live)) ??
              (await lossIn(ctx, write, { live, approved })),
        };
      } catch (error) {
        problems.push({ ref, error: problemIn(ctx, error) });
      }
    },
  );
  if (problems.length > 0) {
    throw problemOf(problems, 'cannot be written');
  }
  return looks;
}

async function lossIn(
  ctx: RunContext<unknown>,
  write: GuardedWrite,
  { live, approved }: Pick<Look, 'live' | 'approved'>,
): Promise<Deviation | undefined> {
  return approved?.kind === 'delete' || approved?.kind === 'deferred'
    ? deviationOfLoss(ctx, approved, await write.loss?.(live))
    : undefined;
}

/** The error as a problem of one object; throws what ends the whole step. */
function problemIn(ctx: RunContext<unknown>, error: unknown): MissionError {
  ctx.signal.throwIfAborted();
  if (!isMissionError(error)) {
    throw error;
  }
  return error;
}

/** A namespace that is there is no reason to wait; an API may not be served yet. */
function groundOf(look: Look, { change }: Finding): EarlierChange[] {
  const planned = change ?? look.approved;
  const isServed = look.written && look.write.ref.kind === 'Namespace';
  return planned && !isServed ? [planned] : [];
}

async function compare(
  ctx: RunContext<unknown>,
  { write, live, approved, written, deviation }: Look,
  grounds: readonly EarlierChange[],
): Promise<Finding> {
  const { ref, dryRuns } = write;
  const kind = approved?.kind;
  const asks =
    deviation ||
    kind === 'deferred' ||
    (dryRuns && (kind === 'create' || kind === 'change'));
  if (written || !asks) {
    return {};
  }
  try {
    const change = await write.replan(live, grounds);
    const waits = change.kind === 'deferred' || !approved;
    return {
      change,
      deviation:
        deviation ?? (waits ? undefined : deviationOfPlan(approved, change)),
    };
  } catch (error) {
    return { problem: { ref, error: problemIn(ctx, error) } };
  }
}

/** What differs comes before problems, which may only follow from it. */
function stopIfAnyDiffers(
  ctx: RunContext<unknown>,
  findings: readonly Finding[],
): void {
  const problems = findings.flatMap(({ problem }) => problem ?? []);
  const different = findings.flatMap(({ deviation, change }) =>
    deviation && change ? [{ deviation, change }] : [],
  );
  if (different.length > 0) {
    problems.forEach(({ error }) => ctx.log.warn(error.message));
    throw askFor(ctx, different);
  }
  if (problems.length > 0) {
    throw problemOf(problems, 'cannot be written');
  }
}

function askFor(
  { stepId }: RunContext<unknown>,
  different: readonly Difference[],
): ReapprovalNeeded {
  const isDrift = different.some(
    ({ deviation }) => deviation.reason === 'drift',
  );
  const more = different.length - MAX_NAMED;
  const named = different
    .slice(0, MAX_NAMED)
    .map(({ deviation }) => deviation.message)
    .join('; ');
  return new ReapprovalNeeded({
    reason: isDrift ? 'drift' : 'supplementary',
    message: more > 0 ? `${named}; and ${more} more` : named,
    changes: different.map(({ change }) => ({ ...change, stepId })),
  });
}
