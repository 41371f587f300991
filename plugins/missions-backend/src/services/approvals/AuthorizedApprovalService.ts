import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  runApprovePermission,
  runReadPermission,
  MissionError,
  type Approval,
  type Delegation,
} from '@mission-control/plugin-missions-common';
import type { RunScope } from '../../permissions';
import { mayEach, mustBeAllowed } from '../authorize';
import { refuse } from '../runs/AuthorizedRunService';
import type { ApprovalService } from './ApprovalService';

type ReadableRuns = (
  credentials: BackstageCredentials,
) => Promise<RunScope | undefined>;

/** Asks the permission framework before every method. */
export class AuthorizedApprovalService implements ApprovalService {
  readonly #inner: ApprovalService;
  readonly #permissions: PermissionsService;
  readonly #readableRuns: ReadableRuns;

  private constructor(options: {
    inner: ApprovalService;
    permissions: PermissionsService;
    readableRuns: ReadableRuns;
  }) {
    this.#inner = options.inner;
    this.#permissions = options.permissions;
    this.#readableRuns = options.readableRuns;
  }

  static create(options: {
    inner: ApprovalService;
    permissions: PermissionsService;
    /** Runs that somebody may read: a list is of theirs. */
    readableRuns: ReadableRuns;
  }): AuthorizedApprovalService {
    return new AuthorizedApprovalService(options);
  }

  async list(
    options: Parameters<ApprovalService['list']>[0],
  ): Promise<Approval[]> {
    const runs = await this.#readableRuns(options.credentials);
    const found = await this.#inner.list({ ...options, runs });
    const visible = await this.#visible(options.credentials, found);
    return options.mine ? visible.filter(view => view.mayDecide) : visible;
  }

  async get(options: Parameters<ApprovalService['get']>[0]): Promise<Approval> {
    const approval = await this.#inner.get(options);
    const [visible] = await this.#visible(options.credentials, [approval]);
    if (!visible) {
      throw new MissionError(
        'NOT_FOUND',
        `There is no approval '${options.approvalId}', or you may not see it`,
      );
    }
    return visible;
  }

  async decide(
    options: Parameters<ApprovalService['decide']>[0],
  ): Promise<Approval> {
    await this.#mustApprove(options);
    return this.#inner.decide(options);
  }

  async delegate(
    options: Parameters<ApprovalService['delegate']>[0],
  ): Promise<Approval> {
    await this.#mustApprove(options);
    return this.#inner.delegate(options);
  }

  /** One's own words, without runs that one may not read any more. */
  async delegations(
    options: Parameters<ApprovalService['delegations']>[0],
  ): Promise<Delegation[]> {
    const found = await this.#inner.delegations(options);
    const runIds = [...new Set(found.flatMap(({ runId }) => runId ?? []))];
    const may = await mayEach({
      permissions: this.#permissions,
      credentials: options.credentials,
      asked: runIds.map(resourceRef => ({
        permission: runReadPermission,
        resourceRef,
      })),
    });
    const readable = new Set(runIds.filter((_, index) => may[index]));
    return found.map(({ runId, approvalId, ...rest }) => ({
      ...rest,
      ...(runId && readable.has(runId) && { runId, approvalId }),
    }));
  }

  /** It gives no right to anybody: whose it is may end it. */
  async endDelegation(
    options: Parameters<ApprovalService['endDelegation']>[0],
  ): Promise<void> {
    return this.#inner.endDelegation(options);
  }

  async #mustApprove(
    options: Parameters<ApprovalService['get']>[0],
  ): Promise<void> {
    const { runId } = await this.get(options);
    await mustBeAllowed({
      permissions: this.#permissions,
      credentials: options.credentials,
      permission: runApprovePermission,
      resourceRefs: [runId],
      what: 'run',
    });
  }

  /** Those whose run may be read, with what the policy lets decide. */
  async #visible(
    credentials: BackstageCredentials,
    approvals: readonly Approval[],
  ): Promise<Approval[]> {
    const runIds = [...new Set(approvals.map(approval => approval.runId))];
    const ask = async (
      permission: typeof runReadPermission,
    ): Promise<Set<string>> => {
      const may = await mayEach({
        permissions: this.#permissions,
        credentials,
        asked: runIds.map(resourceRef => ({ permission, resourceRef })),
      });
      return new Set(runIds.filter((_, index) => may[index]));
    };
    const [readable, approvable] = await Promise.all([
      ask(runReadPermission),
      ask(runApprovePermission),
    ]);
    return approvals
      .filter(approval => readable.has(approval.runId))
      .map(approval =>
        approvable.has(approval.runId) ? approval : refuse(approval),
      );
  }
}
