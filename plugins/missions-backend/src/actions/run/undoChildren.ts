import {
  isTerminal,
  MissionError,
  type Evidence,
} from '@mission-control/plugin-missions-common';
import {
  suspend,
  type JournalRecord,
  type KeptRecord,
  type UndoPlanContext,
  type UndoResult,
  type UndoRunContext,
} from '@mission-control/plugin-missions-node';
import { childChange } from './childChange';
import { howItEnded } from './howItEnded';
import type { RunInput } from './runInput';

/** A run that the step started, and the records that say so. */
interface StartedRun {
  readonly runId: string;
  readonly seqs: readonly number[];
}

/** What the undo of one of them came to. */
interface ChildUndone {
  readonly evidence: Omit<Evidence, 'at'>;
  /** Why something of it stays; absent: nothing does. */
  readonly kept?: string;
}

/** Every run that the step started: a step that was retried started several. */
export async function planUndoOfChildren(ctx: UndoPlanContext<RunInput>) {
  const changes = [];
  for (const { runId } of startedRuns(ctx.records)) {
    const isLeft = await ctx.isLeftOfChild(runId);
    changes.push(childChange(ctx, { verb: 'undo', runId, isLeft }));
  }
  return changes.length > 0
    ? { changes }
    : { changes, summary: 'No run was started' };
}

/**
 * Takes back every run that the step started, the newest first and one after
 * the other. The journal of the undo says how far it came, so a call that goes
 * on starts nothing twice. A run that was not taken back ends it: what is older
 * may be below it.
 */
export async function undoChildren(
  ctx: UndoRunContext<RunInput>,
): Promise<UndoResult> {
  const evidence: Omit<Evidence, 'at'>[] = [];
  const kept: KeptRecord[] = [];
  const started = startedRuns(ctx.records);
  for (const { runId, seqs } of started) {
    const undone = await undoChild(ctx, runId, evidence);
    evidence.push(undone.evidence);
    const { kept: reason } = undone;
    kept.push(...(reason ? seqs.map(seq => ({ seq, reason })) : []));
  }
  if (started.length === 0) {
    evidence.push({
      asked: 'runs that the step started',
      answered: { result: 'none, so nothing is to be taken back' },
    });
  }
  evidence.forEach(item => ctx.evidence(item));
  return { kept };
}

async function undoChild(
  ctx: UndoRunContext<RunInput>,
  runId: string,
  before: readonly Omit<Evidence, 'at'>[],
): Promise<ChildUndone> {
  const known = await lastUndoOf(ctx, runId);
  if (known === null) {
    return nothingLeft(runId);
  }
  const undo = known === undefined ? undefined : await ctx.children.get(known);
  if (undo?.state === 'succeeded') {
    const { kept = [] } = undo;
    return {
      evidence: {
        asked: howItEnded(undo).evidence.asked,
        answered: { result: `taken back by run ${undo.runId}` },
        object: refOf(runId),
      },
      kept:
        kept.length > 0
          ? `Run ${undo.runId} kept ${kept.join('; ')}`
          : undefined,
    };
  }
  if (undo && !isTerminal(undo.state)) {
    suspend({ kind: 'child', runId: undo.runId });
  }
  if (undo && ctx.resumed?.kind === 'child' && ctx.resumed.runId === known) {
    before.forEach(item => ctx.evidence(item));
    const { evidence, sentence } = howItEnded(undo);
    ctx.evidence({ ...evidence, object: refOf(runId) });
    throw new MissionError('STEP_FAILED', sentence, {
      remedy: 'Open that run, then retry the step: it undoes what is left.',
    });
  }
  const next = await ctx.children.undo(`undo/${runId}`, runId);
  if (!next) {
    return nothingLeft(runId);
  }
  ctx.log.info(`Started run ${next.runId}, which undoes ${runId}`);
  return suspend({ kind: 'child', runId: next.runId });
}

function nothingLeft(runId: string): ChildUndone {
  return {
    evidence: {
      asked: `journal of run ${runId}`,
      answered: { result: 'nothing is left to take back' },
      object: refOf(runId),
    },
  };
}

/** The last undo of a run that this step started; null: there was nothing to take back. */
async function lastUndoOf(
  ctx: UndoRunContext<RunInput>,
  runId: string,
): Promise<string | null | undefined> {
  const own = await ctx.journal.records();
  const last = own.findLast(
    ({ state, object }) => state === 'done' && object.name === runId,
  );
  return last && runOf(last);
}

/** Newest first. */
function startedRuns(records: readonly JournalRecord[]): StartedRun[] {
  const started = new Map<string, number[]>();
  for (const record of records) {
    const runId = runOf(record);
    if (runId) {
      started.set(runId, [...(started.get(runId) ?? []), record.seq]);
    }
  }
  return [...started].map(([runId, seqs]) => ({ runId, seqs }));
}

function runOf({ after }: JournalRecord): string | null {
  return (after?.kind === 'Run' && after.metadata?.name) || null;
}

function refOf(runId: string) {
  return {
    apiVersion: 'mission-control.dev/v1alpha1',
    kind: 'Run',
    name: runId,
  };
}
