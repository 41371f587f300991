import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  type PermissionCriteria,
  type ResourcePermission,
} from '@backstage/plugin-permission-common';
import type { ConditionTransformer } from '@backstage/plugin-permission-node';
import {
  clusterUsePermission,
  runApprovePermission,
  runCancelPermission,
  runCreatePermission,
  runDecidePermission,
  runReadPermission,
  runUndoPermission,
  type Approval,
  type Run,
  type RunList,
} from '@mission-control/plugin-missions-common';
import type { RunQuery } from '../../permissions';
import { listDecision, mayEach, mustBeAllowed, mustRead } from '../authorize';
import type { RunAllowance } from './runAllowances';
import type {
  CreateRunOptions,
  ListRunsOptions,
  RunOptions,
  RunService,
} from './RunService';

/** The permission behind each thing that can be done with a run. */
const permissionOf = {
  approve: runApprovePermission,
  reject: runApprovePermission,
  cancel: runCancelPermission,
  pause: runCancelPermission,
  resume: runCancelPermission,
  undo: runUndoPermission,
  decide: runDecidePermission,
  recheck: runDecidePermission,
  feedback: runReadPermission,
} as const satisfies Record<RunAllowance, ResourcePermission>;

/** Asks the permission framework before every method. */
export class AuthorizedRunService implements RunService {
  readonly #inner: RunService;
  readonly #permissions: PermissionsService;
  readonly #toQuery: ConditionTransformer<RunQuery>;

  private constructor(
    inner: RunService,
    permissions: PermissionsService,
    toQuery: ConditionTransformer<RunQuery>,
  ) {
    this.#inner = inner;
    this.#permissions = permissions;
    this.#toQuery = toQuery;
  }

  static create(options: {
    inner: RunService;
    permissions: PermissionsService;
    toQuery: ConditionTransformer<RunQuery>;
  }): AuthorizedRunService {
    return new AuthorizedRunService(
      options.inner,
      options.permissions,
      options.toQuery,
    );
  }

  async list(options: ListRunsOptions): Promise<RunList> {
    const { credentials } = options;
    const [read, approve] = await Promise.all([
      this.#scope(credentials, runReadPermission),
      this.#scope(credentials, runApprovePermission),
    ]);
    if (read === 'none') {
      return { items: [], total: 0, facets: [] };
    }
    return this.#inner.list({
      ...options,
      conditions: read,
      approvable: approve,
    });
  }

  async get(options: RunOptions): Promise<Run> {
    await this.#read(options);
    return this.#narrowed(options, await this.#inner.get(options));
  }

  async create(options: CreateRunOptions): Promise<Run> {
    const { credentials, request } = options;
    const permissions = this.#permissions;
    await mustBeAllowed({
      permissions,
      credentials,
      permission: runCreatePermission,
      resourceRefs: [request.missionRef],
      what: 'mission',
    });
    await mustBeAllowed({
      permissions,
      credentials,
      permission: clusterUsePermission,
      resourceRefs: (request.targets ?? []).map(target => target.cluster),
      what: 'clusters',
    });
    return this.#narrowed(options, await this.#inner.create(options));
  }

  async plan(options: RunOptions) {
    await this.#read(options);
    return this.#inner.plan(options);
  }

  async planMarkdown(options: RunOptions) {
    await this.#read(options);
    return this.#inner.planMarkdown(options);
  }

  async evidence(options: Parameters<RunService['evidence']>[0]) {
    await this.#read(options);
    return this.#inner.evidence(options);
  }

  async journal(options: Parameters<RunService['journal']>[0]) {
    await this.#read(options);
    return this.#inner.journal(options);
  }

  async events(options: Parameters<RunService['events']>[0]) {
    await this.#read(options);
    return this.#inner.events(options);
  }

  async logs(options: Parameters<RunService['logs']>[0]) {
    await this.#read(options);
    return this.#inner.logs(options);
  }

  async news(options: Parameters<RunService['news']>[0]) {
    await this.#read(options);
    return this.#inner.news(options);
  }

  async findings(options: RunOptions) {
    await this.#read(options);
    return this.#inner.findings(options);
  }

  async cancel(options: Parameters<RunService['cancel']>[0]) {
    await this.#change(options, 'cancel');
    return this.#narrowed(options, await this.#inner.cancel(options));
  }

  async pause(options: Parameters<RunService['pause']>[0]) {
    await this.#change(options, 'pause');
    return this.#narrowed(options, await this.#inner.pause(options));
  }

  async resume(options: Parameters<RunService['resume']>[0]) {
    await this.#change(options, 'resume');
    return this.#narrowed(options, await this.#inner.resume(options));
  }

  async recheck(options: Parameters<RunService['recheck']>[0]) {
    await this.#change(options, 'recheck');
    return this.#narrowed(options, await this.#inner.recheck(options));
  }

  async decide(options: Parameters<RunService['decide']>[0]) {
    await this.#change(options, 'decide');
    if (options.request.decision === 'undo') {
      await this.#change(options, 'undo');
    }
    return this.#narrowed(options, await this.#inner.decide(options));
  }

  async undo(options: Parameters<RunService['undo']>[0]) {
    await this.#change(options, 'undo');
    return this.#narrowed(options, await this.#inner.undo(options));
  }

  async feedback(options: Parameters<RunService['feedback']>[0]) {
    await this.#read(options);
    return this.#narrowed(options, await this.#inner.feedback(options));
  }

  async #scope(
    credentials: BackstageCredentials,
    permission: ResourcePermission,
  ): Promise<PermissionCriteria<RunQuery> | 'none' | undefined> {
    const decision = await listDecision({
      permissions: this.#permissions,
      credentials,
      permission,
    });
    if (decision.result === AuthorizeResult.CONDITIONAL) {
      return this.#toQuery(decision.conditions);
    }
    return decision.result === AuthorizeResult.ALLOW ? undefined : 'none';
  }

  async #read({ runId, credentials }: RunOptions): Promise<void> {
    await mustRead({
      permissions: this.#permissions,
      credentials,
      permission: runReadPermission,
      resourceRef: runId,
      what: 'run',
    });
  }

  async #change(options: RunOptions, what: RunAllowance): Promise<void> {
    await this.#read(options);
    await mustBeAllowed({
      permissions: this.#permissions,
      credentials: options.credentials,
      permission: permissionOf[what],
      resourceRefs: [options.runId],
      what: 'run',
    });
  }

  /** Leaves of `allowed` what the policy allows too. */
  async #narrowed(
    { credentials }: { credentials: BackstageCredentials },
    run: Run,
  ): Promise<Run> {
    const asked = run.allowed.map(what => ({
      permission: permissionOf[what],
      resourceRef: run.id,
    }));
    const may = await mayEach({
      permissions: this.#permissions,
      credentials,
      asked,
    });
    const allowed = run.allowed.filter((_, index) => may[index]);
    const approves = allowed.includes('approve');
    return {
      ...run,
      allowed,
      approvals: approves ? run.approvals : run.approvals.map(refuse),
      waitingForMe: run.waitingForMe?.filter(
        reason => approves || (reason !== 'approval' && reason !== 'gate'),
      ),
    };
  }
}

/** An approval that is not for this person because of the policy. */
export function refuse(approval: Approval): Approval {
  return approval.mayDecide
    ? {
        ...approval,
        mayDecide: false,
        mayNotReason: `You do not have the permission ${runApprovePermission.name}`,
      }
    : approval;
}
