import {
  type MissionSpec,
  type RunState,
  failedStepStates,
  isTerminal,
  nextTargetState,
  runPlanHash,
  terminalStates,
} from '@mission-control/plugin-missions-common';
import {
  type CoordinatedRun,
  type Coordination,
  type EngineRules,
  type OpenApproval,
  coordinate,
  runStateOf,
} from '../engine';
import type { MissionVersions } from './MissionVersions';
import { newId } from './newId';
import { closeApproval } from './operations/closeApproval';
import { insertApproval } from './operations/insertApproval';
import { keepFindings } from './operations/keepFindings';
import { readKept, type KeptObject } from './operations/settleUndone';
import { readVerdict } from './operations/readVerdict';
import { takeTurns } from './operations/takeTurns';
import type { RunChange } from './RunChange';
import type { TargetRecord } from './types';

/** More rounds than a run has phases: beyond it, a rule does not settle. */
const MAX_ROUNDS = 50;

/** What coordination needs of the store. */
export interface CoordinationRules {
  readonly versions: MissionVersions;
  readonly rules: EngineRules;
}

/**
 * Asks the engine what follows from the targets' states and applies it until
 * nothing follows any more. Answers the run's state.
 */
export async function coordinateRun(
  change: RunChange,
  store: CoordinationRules,
): Promise<RunState> {
  const { run, now } = change;
  const { spec } = await store.versions.get(
    change.reader,
    run.missionRef,
    run.missionVersion,
  );
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const targets = await change.targets();
    const changes = coordinate({
      run: { ...run, ...requested(change) },
      targets: targets,
      openApprovals: await readOpenApprovals(change),
      spec,
      rules: store.rules,
      overridden: await countOverridden(change, targets),
      stoppedAt: await readStoppedAt(change, targets),
      kept: await readKeptAtEnd(change, targets),
      undoable: !run.planOnly && (await isUndoable(change, targets)),
      now: new Date(now),
    });
    if (changes.length === 0) {
      return runStateOf(targets);
    }
    for (const item of changes) {
      await apply(change, item, targets, spec);
    }
  }
  throw new Error(`Run ${run.id} does not settle`);
}

/** What this transaction itself asked of the run. */
function requested(change: RunChange): Partial<CoordinatedRun> {
  const { patch } = change;
  return {
    ...(patch.cancel_requested !== undefined && {
      cancelRequested: Boolean(patch.cancel_requested),
    }),
    ...(patch.pause_requested !== undefined && {
      pauseRequested: Boolean(patch.pause_requested),
    }),
    ...(patch.finished_at !== undefined && {
      finishedAt: String(patch.finished_at),
    }),
  };
}

async function apply(
  change: RunChange,
  item: Coordination,
  targets: readonly TargetRecord[],
  spec: MissionSpec,
): Promise<void> {
  switch (item.kind) {
    case 'target': {
      change.moved.add(item.targetId);
      await change.setTarget(item.targetId, {
        state: item.to,
        reason: item.reason ?? null,
        wake_at: change.now,
        ...(item.approvedHash && { approved_hash: item.approvedHash }),
      });
      change.woke(item.targetId);
      change.emit({
        type: `target.${item.to}`,
        targetId: item.targetId,
        message: item.reason,
      });
      break;
    }
    case 'takeTurns': {
      const { targetIds } = item;
      const refused = await takeTurns({
        change,
        targets: targets.filter(({ targetId }) => targetIds.includes(targetId)),
        // An undo is blocked before it is approved; later it waits its turn.
        overlap:
          change.run.undoOf || (change.queuesAgain && spec.overlap === 'refuse')
            ? 'queue'
            : spec.overlap,
      });
      for (const [targetId, reason] of refused) {
        const event = 'cancel_requested';
        const to = nextTargetState('running', event)!;
        await change.setTarget(targetId, { turn: 'refused' });
        const cancelled = { kind: 'target', targetId, event, to } as const;
        await apply(change, { ...cancelled, reason }, targets, spec);
      }
      break;
    }
    case 'release':
      await change.setTarget(item.targetId, {
        released: true,
        recheck: item.recheck,
        reason: null,
        wake_at: change.now,
      });
      change.woke(item.targetId);
      change.emit({ type: 'target.released', targetId: item.targetId });
      break;
    case 'openApproval':
      await openRunApproval(change, item, targets);
      break;
    case 'supersede':
      await closeApproval({
        change,
        id: item.approvalId,
        event: 'plan_changed',
      });
      break;
    case 'finish':
      await finishRun(change, item, targets, spec);
      break;
    default:
      throw new Error(
        `Unknown coordination ${JSON.stringify(item satisfies never)}`,
      );
  }
}

async function openRunApproval(
  change: RunChange,
  item: Extract<Coordination, { kind: 'openApproval' }>,
  targets: readonly TargetRecord[],
): Promise<void> {
  const hash = runPlanHash(
    targets.flatMap(target => (target.planHash ? [target.planHash] : [])),
  );
  change.patch.plan_hash = hash;
  await insertApproval({
    change,
    approval: {
      id: newId(new Date(change.now)),
      kind: 'plan',
      hash,
      policy: item.policy,
      expiresAt: item.expiresAt,
      automatic: item.automatic,
    },
  });
}

async function finishRun(
  change: RunChange,
  item: Extract<Coordination, { kind: 'finish' }>,
  targets: readonly TargetRecord[],
  spec: MissionSpec,
): Promise<void> {
  const { run, now } = change;
  await keepFindings(change, targets, spec);
  const verdict =
    run.type === 'orbit'
      ? await readVerdict({
          tx: await change.open(),
          runId: run.id,
          checks: spec.checks.length,
          targets,
        })
      : undefined;
  const state = runStateOf(targets);
  Object.assign(change.patch, {
    finished_at: now,
    outcome: item.outcome,
    undo_until: item.undoUntil ?? null,
    ...(verdict && { verdict_json: JSON.stringify(verdict) }),
  });
  change.emit({
    type: 'run.finished',
    message: item.outcome,
    data: { state, ...(verdict && { verdict }) },
  });
  if (run.parentRunId && run.parentTargetId) {
    const tx = await change.open();
    await tx('run_targets')
      .where({ run_id: run.parentRunId, target_id: run.parentTargetId })
      .whereNotIn('state', terminalStates)
      .update({ wake_at: now });
    change.wake = true;
  }
}

async function readOpenApprovals(change: RunChange): Promise<OpenApproval[]> {
  return (await change.openApprovals()).map(row => ({
    id: row.id,
    kind: row.kind,
    targetId: row.target_id ?? undefined,
    hash: row.hash,
  }));
}

/** These are only asked at the end, where they matter. */
const atEnd = (targets: readonly TargetRecord[]) =>
  targets.every(target => isTerminal(target.state));

async function countOverridden(
  change: RunChange,
  targets: readonly TargetRecord[],
): Promise<number> {
  if (!atEnd(targets)) {
    return 0;
  }
  const steps = await change.stepFacts();
  return steps.filter(({ state }) => state === 'overridden').length;
}

/** What an undo left as it is. */
async function readKeptAtEnd(
  change: RunChange,
  targets: readonly TargetRecord[],
): Promise<KeptObject[]> {
  const { id: runId, undoOf } = change.run;
  return undoOf && atEnd(targets)
    ? readKept({ tx: await change.open(), runId })
    : [];
}

/** Name of the first step that did not succeed, by target. */
async function readStoppedAt(
  change: RunChange,
  targets: readonly TargetRecord[],
): Promise<ReadonlyMap<string, string>> {
  if (!atEnd(targets) || targets.every(({ state }) => state === 'succeeded')) {
    return new Map();
  }
  const failed = (await change.stepFacts()).filter(({ state }) =>
    failedStepStates.includes(state),
  );
  return new Map(failed.reverse().map(({ target_id: id, name }) => [id, name]));
}

async function isUndoable(
  change: RunChange,
  targets: readonly TargetRecord[],
): Promise<boolean> {
  if (!atEnd(targets)) {
    return false;
  }
  const steps = await change.stepFacts();
  if (steps.every(({ effect }) => effect === 'read')) {
    // Only a step that writes has a journal.
    return false;
  }
  const tx = await change.open();
  const row = await tx('run_journal')
    .where({ run_id: change.run.id })
    .whereNull('irreversible')
    .whereIn('state', ['intent', 'done'])
    .first('seq');
  return row !== undefined;
}
