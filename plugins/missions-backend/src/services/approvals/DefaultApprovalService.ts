import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  MissionError,
  personName,
  type Approval,
  type Delegation,
} from '@mission-control/plugin-missions-common';
import {
  decideApproval,
  readApprovals,
  type ApprovalRecord,
  type Store,
} from '../../store';
import {
  delegateApproval,
  endDelegation,
  readDelegations,
  readOwnDelegations,
} from '../../store/operations/delegations';
import { listRuns } from '../../store/operations/listRuns';
import { whereRunScope } from '../../store/operations/whereRunConditions';
import type { UserResolver } from '../AskingUser';
import { maskWords } from '../runs/maskWords';
import { RunViewer } from '../runs/RunViewer';
import { toApprovalView, toDate } from '../runs/runViews';
import type { ApprovalService } from './ApprovalService';

/** Approvals that a list answers at most. */
const MAX_ITEMS = 500;

/** Approvals, without asking for permissions: routes get the authorized one. */
export class DefaultApprovalService implements ApprovalService {
  readonly #store: Store;
  readonly #users: UserResolver;
  readonly #viewer: RunViewer;

  private constructor(store: Store, users: UserResolver) {
    this.#store = store;
    this.#users = users;
    this.#viewer = new RunViewer(store);
  }

  static create(options: {
    store: Store;
    users: UserResolver;
  }): DefaultApprovalService {
    return new DefaultApprovalService(options.store, options.users);
  }

  async list(
    options: Parameters<ApprovalService['list']>[0],
  ): Promise<Approval[]> {
    const { credentials, state, mine, automatic, runs: scope } = options;
    const { db: tx, dialect } = this.#store;
    const query = tx('approvals')
      .orderBy('created_at', 'desc')
      .limit(MAX_ITEMS);
    if (scope) {
      const inScope = tx('runs').select('id');
      whereRunScope({ query: inScope, dialect, scope });
      query.whereIn('run_id', inScope);
    }
    if (mine) {
      query.where({ state: 'open' });
    } else if (state?.length) {
      query.whereIn('state', [...state]);
    }
    if (automatic === true) {
      query.whereNotNull('automatic');
    } else if (automatic === false) {
      query.whereNull('automatic');
    }
    const ids: string[] = await query.pluck('id');
    const runIds = await tx('approvals')
      .whereIn('id', ids)
      .distinct()
      .pluck('run_id');
    const records = (await readApprovals({ tx, runIds })).filter(record =>
      ids.includes(record.id),
    );
    records.sort((a, b) => b.createdAt.localeCompare(a.createdAt));
    const views = await this.#views(records, credentials);
    return mine ? views.filter(view => view.mayDecide) : views;
  }

  async get(options: Parameters<ApprovalService['get']>[0]): Promise<Approval> {
    const record = await this.#record(options.approvalId);
    return (await this.#views([record], options.credentials))[0];
  }

  async decide(
    options: Parameters<ApprovalService['decide']>[0],
  ): Promise<Approval> {
    const { credentials, approvalId, request } = options;
    const user = await this.#users.resolve(credentials);
    if (!user.isUser) {
      throw new MissionError(
        'APPROVAL_NOT_YOURS',
        'Only a person can decide an approval, not a service',
      );
    }
    const { runId } = await this.#record(approvalId);
    const text = request.comment;
    const comment = await maskWords({ store: this.#store, runId, text });
    await this.#store.changeRun(runId, async change =>
      decideApproval({
        change,
        id: approvalId,
        decider: { by: user.ref, ownershipRefs: user.ownershipRefs },
        decision: request.decision,
        hash: request.hash,
        comment,
      }),
    );
    return this.get({ credentials, approvalId });
  }

  async delegate(
    options: Parameters<ApprovalService['delegate']>[0],
  ): Promise<Approval> {
    const { credentials, approvalId: id, request } = options;
    const user = await this.#users.resolve(credentials);
    if (!user.isUser) {
      throw new MissionError(
        'APPROVAL_NOT_YOURS',
        'Only a person has a voice to hand over, not a service',
      );
    }
    const { runId } = await this.#record(id);
    const decider = { by: user.ref, ownershipRefs: user.ownershipRefs };
    const { to } = request;
    const comment = await maskWords({
      store: this.#store,
      runId,
      // For a time: it stands at every approval.
      everywhere: request.until !== undefined,
      text: request.comment,
    });
    const until = request.until && new Date(request.until);
    await this.#store.changeRun(runId, change =>
      delegateApproval({ change, id, decider, to, comment, until }),
    );
    return this.get({ credentials, approvalId: id });
  }

  async delegations(
    options: Parameters<ApprovalService['delegations']>[0],
  ): Promise<Delegation[]> {
    const { ref: by } = await this.#users.resolve(options.credentials);
    const { db: tx, dialect } = this.#store;
    const own = await readOwnDelegations({ tx, dialect, by });
    return own.map(({ at, until, ...rest }) => ({
      ...rest,
      at: toDate(at),
      until: toDate(until),
    }));
  }

  async endDelegation(
    options: Parameters<ApprovalService['endDelegation']>[0],
  ): Promise<void> {
    const { delegationId: id, credentials } = options;
    const { ref: by } = await this.#users.resolve(credentials);
    const { db: tx, dialect } = this.#store;
    const own = await readOwnDelegations({ tx, dialect, by });
    const ended = own.find(item => item.id === id);
    if (!ended) {
      throw new MissionError(
        'NOT_FOUND',
        `You handed over no voice '${id}' that is not ended`,
      );
    }
    const { runId, to } = ended;
    if (runId === undefined) {
      await endDelegation({
        tx,
        id,
        now: (await this.#store.now()).toISOString(),
      });
      return;
    }
    // It stands in the history of its run, as the handing over does.
    await this.#store.changeRun(runId, async change => {
      const held = await change.open();
      if (!(await endDelegation({ tx: held, id, now: change.now }))) {
        return;
      }
      change.emit({
        type: 'approval.delegationEnded',
        by,
        message: personName(to),
        data: { approvalId: ended.approvalId, handedTo: to },
      });
    });
  }

  async #record(approvalId: string): Promise<ApprovalRecord> {
    const [record] = await readApprovals({
      tx: this.#store.db,
      id: approvalId,
    });
    if (!record) {
      throw new MissionError(
        'NOT_FOUND',
        `There is no approval '${approvalId}'`,
      );
    }
    return record;
  }

  async #views(
    records: readonly ApprovalRecord[],
    credentials: BackstageCredentials,
  ): Promise<Approval[]> {
    const user = await this.#users.resolve(credentials);
    const { runs } = await listRuns({
      tx: this.#store.db,
      dialect: this.#store.dialect,
      filter: { ids: records.map(record => record.runId) },
      limit: MAX_ITEMS,
    });
    // What an approval asks about is told by its own run alone.
    const summaries = await this.#viewer.summaries(
      runs,
      user,
      new Map(),
      'none',
    );
    const handed = await readDelegations({
      tx: this.#store.db,
      dialect: this.#store.dialect,
      approvalIds: records.map(record => record.id),
    });
    return records.map(record => {
      const run = summaries.find(summary => summary.id === record.runId);
      const decider = { by: user.ref, ownershipRefs: user.ownershipRefs };
      const initiator = run?.initiator ?? '';
      const view = toApprovalView(record, initiator, decider, handed);
      return {
        ...view,
        ...(!user.isUser && { mayDecide: false, mayDelegate: false }),
        run,
      };
    });
  }
}
