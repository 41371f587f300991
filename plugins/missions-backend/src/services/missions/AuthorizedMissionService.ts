import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  missionReadPermission,
  type ActionDescription,
  type Mission,
  type MissionList,
  type MissionProblem,
} from '@mission-control/plugin-missions-common';
import type { MissionResource, RunScope } from '../../permissions';
import { listDecision, mustRead } from '../authorize';
import type { ListMissionsOptions, MissionService } from './MissionService';

type Authorizer = (
  decision: PolicyDecision,
  resource: MissionResource | undefined,
) => boolean;

type ReadableRuns = (
  credentials: BackstageCredentials,
) => Promise<RunScope | undefined>;

/** Asks the permission framework before every method. */
export class AuthorizedMissionService implements MissionService {
  readonly #inner: MissionService;
  readonly #permissions: PermissionsService;
  readonly #fits: Authorizer;
  readonly #readableRuns: ReadableRuns;

  private constructor(options: {
    inner: MissionService;
    permissions: PermissionsService;
    fits: Authorizer;
    readableRuns: ReadableRuns;
  }) {
    this.#inner = options.inner;
    this.#permissions = options.permissions;
    this.#fits = options.fits;
    this.#readableRuns = options.readableRuns;
  }

  static create(options: {
    inner: MissionService;
    permissions: PermissionsService;
    fits: Authorizer;
    /** Runs that somebody may read: others do not count. */
    readableRuns: ReadableRuns;
  }): AuthorizedMissionService {
    return new AuthorizedMissionService(options);
  }

  async list(options: ListMissionsOptions): Promise<MissionList> {
    const [decision, runs] = await Promise.all([
      this.#decision(options.credentials),
      this.#readableRuns(options.credentials),
    ]);
    return this.#inner.list({
      ...options,
      runs,
      isVisible: mission => this.#fits(decision, mission),
    });
  }

  async get(options: Parameters<MissionService['get']>[0]): Promise<Mission> {
    await mustRead({
      permissions: this.#permissions,
      credentials: options.credentials,
      permission: missionReadPermission,
      resourceRef: options.ref,
      what: 'mission',
    });
    const [decision, runs] = await Promise.all([
      this.#decision(options.credentials),
      this.#readableRuns(options.credentials),
    ]);
    return this.#inner.get({
      ...options,
      runs,
      isVisible: mission => this.#fits(decision, mission),
    });
  }

  /** Problems of files that became no mission are for those who may read all. */
  async problems(
    options: Parameters<MissionService['problems']>[0],
  ): Promise<MissionProblem[]> {
    const decision = await this.#decision(options.credentials);
    if (decision.result === AuthorizeResult.ALLOW) {
      return this.#inner.problems(options);
    }
    const { items } = await this.list({
      credentials: options.credentials,
      limit: Number.MAX_SAFE_INTEGER,
    });
    const visible = new Set(items.map(mission => mission.ref));
    return this.#inner.problems({
      ...options,
      isVisible: problem =>
        problem.missionRef !== undefined && visible.has(problem.missionRef),
    });
  }

  async actions(
    options: Parameters<MissionService['actions']>[0],
  ): Promise<ActionDescription[]> {
    const { result } = await this.#decision(options.credentials);
    const some =
      result === AuthorizeResult.ALLOW ||
      result === AuthorizeResult.CONDITIONAL;
    return some ? this.#inner.actions(options) : [];
  }

  async #decision(
    credentials: ListMissionsOptions['credentials'],
  ): Promise<PolicyDecision> {
    return listDecision({
      permissions: this.#permissions,
      credentials,
      permission: missionReadPermission,
    });
  }
}
