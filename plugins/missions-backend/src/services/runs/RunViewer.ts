import {
  isWaitingForChoice,
  type Run,
  type RunSummary,
  type RunTarget,
} from '@mission-control/plugin-missions-common';
import type { RunScope } from '../../permissions';
import {
  isTakingBack,
  readApprovals,
  readKept,
  readRun,
  readSteps,
  readTargets,
  type RunRecord,
  type Store,
} from '../../store';
import { countLeft } from '../../store/operations/countLeft';
import { readDelegations } from '../../store/operations/delegations';
import { readQueued } from '../../store/operations/readQueued';
import { readRunFacts } from '../../store/operations/readRunFacts';
import { readStartedRuns } from '../../store/operations/readStartedRuns';
import { readTurnWaits } from '../../store/operations/readTurnWaits';
import { readWaits } from '../../store/operations/readWaits';
import type { AskingUser } from '../AskingUser';
import { isOutsideWindows } from './passWindows';
import { runAllowances } from './runAllowances';
import { shownParameters } from './shownParameters';
import { startedBy } from './startedBy';
import { toApprovalView, toDate, toRunSummary, toTargetView } from './runViews';

/** Why a run waits for the asking user, by run. */
export type WaitingByRun = ReadonlyMap<
  string,
  NonNullable<RunSummary['waitingForMe']>
>;

/** Puts rows together into what the API answers. */
export class RunViewer {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * Summaries, in the order of the runs, each with the runs that it started as
   * far as they are inside the scope; without one, with all of them.
   */
  async summaries(
    runs: readonly RunRecord[],
    user: AskingUser,
    waiting: WaitingByRun,
    scope: RunScope | undefined,
  ): Promise<RunSummary[]> {
    const { db, dialect } = this.#store;
    const started = await readStartedRuns({
      tx: db,
      dialect,
      runIds: runs.map(run => run.id),
      scope,
    });
    const views = await this.#rows([...runs, ...started], user, waiting);
    const own = views.slice(0, runs.length);
    return own.map(run => ({
      ...run,
      startedRuns: startedBy(run.id, views.slice(runs.length)),
    }));
  }

  async #rows(
    runs: readonly RunRecord[],
    user: AskingUser,
    waiting: WaitingByRun,
  ): Promise<RunSummary[]> {
    const runIds = runs.map(run => run.id);
    const { db } = this.#store;
    const targets = await readTargets({ tx: db, runIds });
    const facts = await readRunFacts({ tx: db, runs, by: user.ref });
    const left = await countLeft({ tx: db, undos: facts.undos });
    const waits = await readWaits({ tx: db, targets });
    return runs.map(run =>
      toRunSummary(
        run,
        targets.filter(target => target.runId === run.id),
        {
          missionTitle: facts.titles.get(run.missionRef),
          undoneBy: facts.undos.get(run.id)?.undoneBy,
          keptCount: facts.undos.has(run.id)
            ? left.get(run.id)
            : facts.kept.get(run.id)?.length,
          feedback: facts.feedback.get(run.id),
          waitingForMe: waiting.get(run.id) ?? [],
          wait: waits.get(run.id),
          progress: facts.progress.get(run.id) ?? new Map(),
        },
      ),
    );
  }

  /** The whole run, or undefined. */
  async run(
    runId: string,
    user: AskingUser,
    waiting: WaitingByRun,
  ): Promise<Run | undefined> {
    const { db, dialect } = this.#store;
    const run = await readRun({ tx: db, runId });
    if (!run) {
      return undefined;
    }
    const [summary] = await this.summaries([run], user, waiting, undefined);
    const targets = await readTargets({ tx: db, runIds: [runId] });
    const steps = await readSteps({ tx: db, runId });
    const approvals = await readApprovals({ tx: db, runIds: [runId] });
    const preflight = await this.#preflight(runId);
    const kept = run.undoOf ? await readKept({ tx: db, runId }) : [];
    const undoable = await this.undoableTargets(runId);
    const turns = await readTurnWaits({ tx: db, runId });
    const queued = await readQueued({
      tx: db,
      dialect,
      run,
      limitOf: this.#store.rules.clusterLimit,
    });
    const decider = { by: user.ref, ownershipRefs: user.ownershipRefs };
    const handed = await readDelegations({
      tx: db,
      dialect,
      approvalIds: approvals.map(approval => approval.id),
    });
    const views = approvals.map(approval => ({
      ...toApprovalView(approval, run.initiator, decider, handed),
      // Who decides must see what no plan of the run shows.
      changes: approval.changes && [...approval.changes],
    }));
    const children = await db('runs')
      .where({ parent_run_id: runId })
      .orderBy('id')
      .pluck('id');
    const undos = await db('runs')
      .where({ undo_of: runId })
      .orderBy('id')
      .pluck('id');
    const undoRuns = await this.#records(undos);
    return {
      ...summary,
      parameters: await shownParameters(this.#store, run),
      planHash: run.planHash,
      undoUntil: toDate(run.undoUntil),
      logsRemovedAt: toDate(run.logsRemovedAt),
      historyRemovedAt: toDate(run.historyRemovedAt),
      eventSeq: run.eventSeq,
      takesBack: run.undoOf ? await isTakingBack({ tx: db, run }) : undefined,
      entityRef: run.entityRef,
      targetsDetail: targets.map(target =>
        toTargetView(target, {
          run,
          steps: steps.filter(step => step.targetId === target.targetId),
          preflight: preflight.get(target.targetId),
          approvalId: views.find(
            view => view.targetId === target.targetId && view.state === 'open',
          )?.id,
          undoable: undoable.includes(target.targetId),
          waitsFor: turns.get(target.targetId),
          queued: queued.get(target.targetId),
          rules: this.#store.rules,
        }),
      ),
      approvals: views,
      children: await this.summaries(
        await this.#records(children),
        user,
        waiting,
        undefined,
      ),
      kept: kept.length > 0 ? kept : undefined,
      undoRuns: await this.summaries(undoRuns, user, waiting, undefined),
      allowed: runAllowances({
        run,
        targets,
        undoable,
        undoing: await this.#isBeingUndone(undoRuns),
        retrying: steps.some(step => step.state === 'retrying'),
        mayDecideApproval: views.some(view => view.mayDecide),
        outsideWindows: await isOutsideWindows({
          store: this.#store,
          tx: db,
          run,
          targets,
          now: new Date(),
        }),
        now: new Date(),
      }),
    };
  }

  /** Targets with changes in the journal that can be taken back. */
  async undoableTargets(runId: string): Promise<string[]> {
    const { db } = this.#store;
    return db('run_journal')
      .where({ run_id: runId })
      .whereIn('state', ['intent', 'done'])
      .whereNull('irreversible')
      .distinct()
      .orderBy('target_id')
      .pluck('target_id');
  }

  /** An undo that waits for a choice gives way to the next one. */
  async #isBeingUndone(undoRuns: readonly RunRecord[]): Promise<boolean> {
    const open = undoRuns.find(undo => !undo.finishedAt);
    if (!open) {
      return false;
    }
    const { db: tx } = this.#store;
    const targets = await readTargets({ tx, runIds: [open.id] });
    return !isWaitingForChoice(targets.map(({ state }) => state));
  }

  async #records(runIds: readonly string[]): Promise<RunRecord[]> {
    const { db } = this.#store;
    const records = await Promise.all(
      runIds.map(runId => readRun({ tx: db, runId })),
    );
    return records.filter(record => record !== undefined);
  }

  /** Counts of the newest answer of each preflight check. */
  async #preflight(
    runId: string,
  ): Promise<Map<string, NonNullable<RunTarget['preflight']>>> {
    const rows = await this.#store
      .db('run_evidence')
      .where({ run_id: runId, phase: 'preflight' })
      .orderBy('id')
      .select('target_id', 'check_id', 'status');
    const newest = new Map(
      rows.map(row => [`${row.target_id}\n${row.check_id}`, row]),
    );
    const counts = new Map<string, NonNullable<RunTarget['preflight']>>();
    for (const row of newest.values()) {
      const count = counts.get(row.target_id) ?? {
        pass: 0,
        warn: 0,
        fail: 0,
        unknown: 0,
      };
      count[row.status as keyof typeof count] += 1;
      counts.set(row.target_id, count);
    }
    return counts;
  }
}
