import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import type { ResourcePermission } from '@backstage/plugin-permission-common';
import type { ConditionTransformer } from '@backstage/plugin-permission-node';
import {
  clusterUsePermission,
  runApprovePermission,
  runCancelPermission,
  runCreatePermission,
  runDecidePermission,
  runExportPermission,
  runPassWindowsPermission,
  runReadPermission,
  runUndoPermission,
  type Approval,
  type Run,
  type RunList,
} from '@mission-control/plugin-missions-common';
import type { RunQuery, RunScope } from '../../permissions';
import { mayEach, mustBeAllowed, mustRead } from '../authorize';
import { explainMissing, type MissionService } from '../missions';
import { runScope } from '../runScope';
import type { ChildAuthorizer } from './ChildAuthorizer';
import { hideOtherRuns } from './hideOtherRuns';
import type { RunAllowance } from './runAllowances';
import type {
  CreateRunOptions,
  ListRunsOptions,
  RunOptions,
  RunService,
} from './RunService';
import { withReadableRuns } from './withReadableRuns';

/** The permission behind each thing that can be done with a run. */
const permissionOf = {
  approve: runApprovePermission,
  reject: runApprovePermission,
  cancel: runCancelPermission,
  pause: runCancelPermission,
  resume: runCancelPermission,
  passWindows: runPassWindowsPermission,
  undo: runUndoPermission,
  undoKit: runExportPermission,
  decide: runDecidePermission,
  recheck: runDecidePermission,
  feedback: runReadPermission,
} as const satisfies Record<RunAllowance, ResourcePermission>;

/** How long who follows a run may do so before being asked for again, in milliseconds. */
const FOLLOW_MS = 10_000;

/** Asks the permission framework before every method. */
export class AuthorizedRunService implements RunService {
  readonly #inner: RunService;
  /** When somebody with an open stream was last allowed to read a run: credentials are of one request. */
  readonly #following = new WeakMap<object, Map<string, number>>();
  readonly #permissions: PermissionsService;
  readonly #toQuery: ConditionTransformer<RunQuery>;
  readonly #children: Pick<ChildAuthorizer, 'start' | 'undo'>;
  readonly #missions: Pick<MissionService, 'get'>;

  private constructor(options: {
    inner: RunService;
    permissions: PermissionsService;
    toQuery: ConditionTransformer<RunQuery>;
    children: Pick<ChildAuthorizer, 'start' | 'undo'>;
    missions: Pick<MissionService, 'get'>;
  }) {
    this.#inner = options.inner;
    this.#permissions = options.permissions;
    this.#toQuery = options.toQuery;
    this.#children = options.children;
    this.#missions = options.missions;
  }

  static create(options: {
    inner: RunService;
    permissions: PermissionsService;
    toQuery: ConditionTransformer<RunQuery>;
    children: Pick<ChildAuthorizer, 'start' | 'undo'>;
    /** Says why a mission is missing, to those who may know. */
    missions: Pick<MissionService, 'get'>;
  }): AuthorizedRunService {
    return new AuthorizedRunService(options);
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
    const answer = await this.#inner.list({
      ...options,
      conditions: read,
      approvable: approve,
    });
    const permissions = this.#permissions;
    return hideOtherRuns({ permissions, credentials, answer });
  }

  async get(options: RunOptions): Promise<Run> {
    await this.#read(options);
    return this.narrowed(options, await this.#inner.get(options));
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
    return this.narrowed(options, await this.#started(options));
  }

  async plan(options: RunOptions) {
    await this.#read(options);
    return this.#told(options, await this.#inner.plan(options));
  }

  async planMarkdown(options: RunOptions) {
    await this.#read(options);
    return this.#told(options, await this.#inner.planMarkdown(options));
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
    return this.#told(options, await this.#inner.events(options));
  }

  async logs(options: Parameters<RunService['logs']>[0]) {
    await this.#read(options);
    return this.#inner.logs(options);
  }

  async news(options: Parameters<RunService['news']>[0]) {
    await this.#mayFollow(options);
    const news = await this.#inner.news(options);
    return { ...news, events: await this.#told(options, news.events) };
  }

  async findings(options: RunOptions) {
    await this.#read(options);
    return this.#inner.findings(options);
  }

  async cancel(options: Parameters<RunService['cancel']>[0]) {
    await this.#change(options, 'cancel');
    return this.narrowed(options, await this.#inner.cancel(options));
  }

  async pause(options: Parameters<RunService['pause']>[0]) {
    await this.#change(options, 'pause');
    return this.narrowed(options, await this.#inner.pause(options));
  }

  async resume(options: Parameters<RunService['resume']>[0]) {
    await this.#change(options, 'resume');
    return this.narrowed(options, await this.#inner.resume(options));
  }

  async passWindows(options: Parameters<RunService['passWindows']>[0]) {
    await this.#change(options, 'passWindows');
    return this.narrowed(options, await this.#inner.passWindows(options));
  }

  async recheck(options: Parameters<RunService['recheck']>[0]) {
    await this.#change(options, 'recheck');
    return this.narrowed(options, await this.#inner.recheck(options));
  }

  async decide(options: Parameters<RunService['decide']>[0]) {
    await this.#change(options, 'decide');
    if (options.request.decision !== 'undo') {
      return this.narrowed(options, await this.#inner.decide(options));
    }
    await this.#change(options, 'undo');
    const { credentials, runId, request } = options;
    const childAuthority = await this.#children.undo({
      credentials,
      runId,
      targets: [request.targetId],
    });
    return this.narrowed(
      options,
      await this.#inner.decide({ ...options, childAuthority }),
    );
  }

  async undo(options: Parameters<RunService['undo']>[0]) {
    await this.#change(options, 'undo');
    const { credentials, runId, request } = options;
    const childAuthority = await this.#children.undo({
      credentials,
      runId,
      targets: request.targets,
    });
    const [mayDecide] = await mayEach({
      permissions: this.#permissions,
      credentials,
      asked: [{ permission: permissionOf.decide, resourceRef: runId }],
    });
    return this.narrowed(
      options,
      await this.#inner.undo({ ...options, childAuthority, mayDecide }),
    );
  }

  async feedback(options: Parameters<RunService['feedback']>[0]) {
    await this.#read(options);
    return this.narrowed(options, await this.#inner.feedback(options));
  }

  /** A missing mission is explained to those who may read it. */
  async #started(options: CreateRunOptions): Promise<Run> {
    const { credentials, request } = options;
    const missions = this.#missions;
    return explainMissing(
      { missions, credentials, ref: request.missionRef },
      async () => {
        const childAuthority = await this.#children.start(options);
        return this.#inner.create({ ...options, childAuthority });
      },
    );
  }

  async #scope(
    credentials: BackstageCredentials,
    permission: ResourcePermission,
  ): Promise<RunScope | undefined> {
    return runScope({
      permissions: this.#permissions,
      credentials,
      permission,
      toQuery: this.#toQuery,
    });
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

  /** A viewer with an open stream asks for the permission anew every few seconds, not for each line. */
  async #mayFollow(options: RunOptions): Promise<void> {
    const { credentials, runId } = options;
    const asked = this.#following.get(credentials) ?? new Map();
    this.#following.set(credentials, asked);
    const now = performance.now();
    if (now - (asked.get(runId) ?? -Infinity) > FOLLOW_MS) {
      asked.delete(runId);
      await this.#read(options);
      asked.set(runId, now);
    }
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

  async #told<T>({ credentials, runId }: RunOptions, answer: T): Promise<T> {
    const permissions = this.#permissions;
    return hideOtherRuns({ permissions, credentials, runId, answer });
  }

  /** Leaves of `allowed` what the policy allows too, and of other runs those that may be read. */
  async narrowed(
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
    const permitted = run.allowed.filter((_, index) => may[index]);
    const allowed = permitted.filter(
      what => what !== 'undoKit' || permitted.includes('undo'),
    );
    const approves = allowed.includes('approve');
    const shown = await withReadableRuns({
      permissions: this.#permissions,
      credentials,
      run,
    });
    return {
      ...shown,
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
        mayDelegate: false,
        mayNotReason: `You do not have the permission ${runApprovePermission.name}`,
      }
    : approval;
}
