import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  closableStates,
  MissionError,
  planToMarkdown,
  type CheckResult,
  type FindingList,
  type JournalEntry,
  type LogLine,
  type Plan,
  type Run,
  type RunEvent,
  type RunList,
  type Trigger,
  runStateWords,
} from '@mission-control/plugin-missions-common';
import {
  decideTarget,
  isId,
  readApprovals,
  readEvents,
  readEvidence,
  readPlans,
  readRun,
  readTarget,
  readTargets,
  requestCancel,
  requestPause,
  type RunChange,
  type RunRecord,
  type Store,
} from '../../store';
import { refusedDecision } from '../../store/operations/decideTarget';
import { listOpenApprovals } from '../../store/operations/listOpenApprovals';
import { readStuckRuns } from '../../store/operations/readStuckRuns';
import { listRuns } from '../../store/operations/listRuns';
import { setFeedback } from '../../store/operations/setFeedback';
import { mustSay } from '../brakes';
import { starterOf, type AskingUser, type UserResolver } from '../AskingUser';
import { findingList } from './findingList';
import { journalViews } from './journalViews';
import { logPage } from './logPage';
import { passWindows } from './passWindows';
import { maskWords } from './maskWords';
import type { RunCreator } from './RunCreator';
import type { RunNews } from './RunNews';
import type {
  CreateRunOptions,
  ListRunsOptions,
  LogOptions,
  ReasonOptions,
  RunOptions,
  RunPartOptions,
  RunService,
} from './RunService';
import { RunTails } from './RunTails';
import { RunViewer, type WaitingByRun } from './RunViewer';
import { sumSummaries, toEventView } from './runViews';
import { shownParameters } from './shownParameters';
import { startUndo } from './startUndo';
import { recheckRun } from './recheckRun';
import { waitingFor } from './waitingFor';

const DEFAULT_LIMIT = 50;

/** Runs, without asking for permissions: routes get the authorized one. */
export class DefaultRunService implements RunService {
  readonly #store: Store;
  readonly #creator: RunCreator;
  readonly #users: UserResolver;
  readonly #viewer: RunViewer;
  readonly #tails: RunTails;

  private constructor(store: Store, creator: RunCreator, users: UserResolver) {
    this.#store = store;
    this.#creator = creator;
    this.#users = users;
    this.#viewer = new RunViewer(store);
    this.#tails = new RunTails(store);
  }

  static create(options: {
    store: Store;
    creator: RunCreator;
    users: UserResolver;
  }): DefaultRunService {
    return new DefaultRunService(options.store, options.creator, options.users);
  }

  async list(options: ListRunsOptions): Promise<RunList> {
    const { filter = {}, group, cursor, conditions } = options;
    mustBeCursor(cursor);
    const user = await this.#users.resolve(options.credentials);
    const waiting = await this.#waiting(user, options.approvable);
    const ids = [...waiting.keys()];
    const groups = {
      waiting: { ids },
      active: { finished: false, notIds: ids },
      completed: { finished: true },
    };
    const { runs, total, facets, nextCursor } = await listRuns({
      tx: this.#store.db,
      dialect: this.#store.dialect,
      filter: { ...filter, ...(group && groups[group]) },
      conditions,
      cursor,
      limit: options.limit ?? DEFAULT_LIMIT,
    });
    const items = await this.#viewer.summaries(runs, user, waiting, conditions);
    return { items, total, facets, nextCursor };
  }

  async get(options: RunOptions): Promise<Run> {
    const user = await this.#users.resolve(options.credentials);
    const waiting = await this.#waiting(user);
    const run = await this.#viewer.run(options.runId, user, waiting);
    return run ?? notFound(options.runId);
  }

  async create(options: CreateRunOptions): Promise<Run> {
    const { credentials, request, idempotencyKey, childAuthority } = options;
    const user = await this.#users.resolve(credentials);
    const { run } = await this.#creator.start({
      request,
      initiator: user.ref,
      starter: await starterOf(this.#users, user),
      trigger: outsideTrigger(request.trigger),
      idempotencyKey,
      childAuthority,
    });
    return this.get({ runId: run.id, credentials });
  }

  async plan({ runId }: RunOptions): Promise<Plan> {
    const run = await this.#record(runId);
    const tx = this.#store.db;
    const targets = await readTargets({ tx, runIds: [runId] });
    return {
      runId,
      hash: run.planHash,
      summary: sumSummaries(targets),
      targets: await readPlans({ tx, runId }),
    };
  }

  async planMarkdown(options: RunOptions): Promise<string> {
    const run = await this.#record(options.runId);
    const targets = await readTargets({
      tx: this.#store.db,
      runIds: [run.id],
    });
    const open = await readApprovals({
      tx: this.#store.db,
      runIds: [run.id],
      state: 'open',
    });
    return planToMarkdown(await this.plan(options), {
      title: run.title,
      missionRef: run.missionRef,
      missionVersion: run.missionVersion,
      parameters: await shownParameters(this.#store, run),
      identities: Object.fromEntries(
        targets.flatMap(({ targetId, identity }) =>
          identity ? [[targetId, identity]] : [],
        ),
      ),
      waiting: open.flatMap(({ changes, ...approval }) =>
        changes ? [{ ...approval, changes: [...changes] }] : [],
      ),
    });
  }

  async evidence(options: RunPartOptions): Promise<CheckResult[]> {
    await this.#record(options.runId);
    const records = await readEvidence({
      tx: this.#store.db,
      runId: options.runId,
      targetId: options.target,
      stepId: options.step,
    });
    return records.map(({ targetId, stepId, result }) => ({
      ...result,
      targetId,
      stepId,
    }));
  }

  async journal(options: RunPartOptions): Promise<JournalEntry[]> {
    const run = await this.#record(options.runId);
    return journalViews({ store: this.#store, run, targetId: options.target });
  }

  async events(
    options: RunOptions & { after?: number; limit?: number },
  ): Promise<RunEvent[]> {
    const { runId, after, limit } = options;
    await this.#record(runId);
    const tx = this.#store.db;
    return (await readEvents({ tx, runId, after, limit })).map(toEventView);
  }

  async logs(
    options: LogOptions,
  ): Promise<{ items: LogLine[]; truncated: boolean }> {
    await this.#record(options.runId);
    return logPage({ tx: this.#store.db, ...options });
  }

  async news(options: Parameters<RunService['news']>[0]): Promise<RunNews> {
    return this.#tails.of(options.runId).news(options);
  }

  async findings({ runId }: RunOptions): Promise<FindingList> {
    await this.#record(runId);
    return findingList({ tx: this.#store.db, runId });
  }

  async cancel(options: ReasonOptions): Promise<Run> {
    const reason = await this.#words(options.runId, options.reason);
    const run = await this.#change(options, async (change, user) =>
      requestCancel({ change, by: user.ref, reason }),
    );
    // Only now: until the cancellation is committed, a step may start another.
    for (const runId of await this.#openChildren(options.runId)) {
      await this.cancel({ ...options, runId }).catch(ignoreEnded);
    }
    return run;
  }

  async pause(options: ReasonOptions): Promise<Run> {
    return this.#setPause(options, true);
  }

  async resume(options: ReasonOptions): Promise<Run> {
    return this.#setPause(options, false);
  }

  async passWindows(
    options: Parameters<RunService['passWindows']>[0],
  ): Promise<Run> {
    const said = mustSay(options.reason);
    const reason = (await this.#words(options.runId, said))!;
    return this.#change(options, async (change, user) =>
      passWindows({ store: this.#store, change, by: user.ref, reason }),
    );
  }

  async recheck(options: Parameters<RunService['recheck']>[0]): Promise<Run> {
    const { targets } = options;
    return this.#change(options, async (change, user) =>
      recheckRun({ change, targets, by: user.ref }),
    );
  }

  async decide(options: Parameters<RunService['decide']>[0]): Promise<Run> {
    const { credentials, runId, request } = options;
    const { targetId, stepId, decision } = request;
    if (decision !== 'undo') {
      const reason = await this.#words(runId, request.reason);
      return this.#change(options, async (change, user) =>
        decideTarget({
          change,
          targetId,
          stepId,
          decision,
          by: user.ref,
          reason,
        }),
      );
    }
    const tx = this.#store.db;
    const target = await readTarget({ tx, runId, targetId });
    if (target && !closableStates.includes(target.state)) {
      throw refusedDecision(target, decision);
    }
    return this.undo({
      credentials,
      runId,
      request: { targets: [targetId], reason: request.reason },
      idempotencyKey: `decide:${runId}:${targetId}`,
      childAuthority: options.childAuthority,
      mayDecide: true,
    });
  }

  async undo(options: Parameters<RunService['undo']>[0]): Promise<Run> {
    const { credentials, runId, request, idempotencyKey } = options;
    const user = await this.#users.resolve(credentials);
    const run = await startUndo({
      store: this.#store,
      runId,
      request,
      initiator: user.ref,
      starter: await starterOf(this.#users, user),
      idempotencyKey,
      childAuthority: options.childAuthority,
      mayDecide: options.mayDecide,
    });
    return this.get({ runId: run.id, credentials });
  }

  async feedback(options: Parameters<RunService['feedback']>[0]): Promise<Run> {
    const { credentials, runId, value, comment } = options;
    const user = await this.#users.resolve(credentials);
    const run = await this.#record(runId);
    if (run.planOnly) {
      throw new MissionError(
        'STATE_REFUSED',
        `Run ${runId} only planned and did nothing that feedback could be about`,
        { remedy: 'Give feedback on a run that was carried out.' },
      );
    }
    if (!run.finishedAt) {
      throw new MissionError(
        'STATE_REFUSED',
        `Run ${runId} ${
          runStateWords[run.state]
        }; feedback is given after its end`,
      );
    }
    await setFeedback({
      store: this.#store,
      runId,
      by: user.ref,
      value,
      comment: await this.#words(runId, comment),
    });
    return this.get({ runId, credentials });
  }

  async #setPause(options: ReasonOptions, pause: boolean): Promise<Run> {
    const reason = await this.#words(options.runId, options.reason);
    return this.#change(options, async (change, user) =>
      requestPause({ change, pause, by: user.ref, reason }),
    );
  }

  #words(runId: string, text: string | undefined): Promise<string | undefined> {
    return maskWords({ store: this.#store, runId, text });
  }

  async #change(
    options: { runId: string; credentials: BackstageCredentials },
    fn: (change: RunChange, user: AskingUser) => Promise<void>,
  ): Promise<Run> {
    const { runId, credentials } = options;
    const user = await this.#users.resolve(credentials);
    const found = await this.#store.changeRun(runId, async change => {
      await fn(change, user);
      return true;
    });
    return found ? this.get({ runId, credentials }) : notFound(runId);
  }

  async #record(runId: string): Promise<RunRecord> {
    const run = await readRun({ tx: this.#store.db, runId });
    return run ?? notFound(runId);
  }

  async #openChildren(runId: string): Promise<string[]> {
    return this.#store
      .db('runs')
      .where({ parent_run_id: runId })
      .whereNull('finished_at')
      .pluck('id');
  }

  async #waiting(
    user: AskingUser,
    approvable?: ListRunsOptions['approvable'],
  ): Promise<WaitingByRun> {
    const { db, dialect } = this.#store;
    const approvals =
      approvable === 'none' || !user.isUser
        ? []
        : await listOpenApprovals({ tx: db, dialect, conditions: approvable });
    const stuck = await readStuckRuns({ tx: db });
    return waitingFor({ user, approvals, stuck });
  }
}

/** A cursor is the id of the last run of a page. */
function mustBeCursor(cursor: string | undefined): void {
  if (cursor !== undefined && !isId(cursor)) {
    throw new MissionError(
      'INPUT_INVALID',
      `Query parameter 'cursor' is '${cursor.slice(
        0,
        100,
      )}', which is not ours`,
      { remedy: 'Use nextCursor of the answer before, unchanged.' },
    );
  }
}

/** Schedules, chains and undo runs are started by the portal itself. */
function outsideTrigger(trigger: Trigger | undefined): Trigger {
  const inside = ['schedule', 'chain', 'undo'];
  if (trigger && inside.includes(trigger.kind)) {
    throw new MissionError(
      'INPUT_INVALID',
      `trigger.kind '${trigger.kind}' is only for runs that the portal starts itself`,
    );
  }
  return {
    kind: trigger?.kind ?? 'api',
    entityRef: trigger?.entityRef,
    taskId: trigger?.taskId,
  };
}

function notFound(runId: string): never {
  throw new MissionError('NOT_FOUND', `There is no run '${runId}'`);
}

function ignoreEnded(error: unknown): void {
  if ((error as MissionError).code !== 'STATE_REFUSED') {
    throw error;
  }
}
