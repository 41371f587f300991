import type { PermissionsService } from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  clusterReadPermission,
  clusterResetPermission,
  type Cluster,
  type ClusterSourceProblem,
} from '@mission-control/plugin-missions-common';
import type { ClusterResource } from '../../permissions';
import { listDecision, mustBeAllowed, mustRead } from '../authorize';
import type { ClusterService } from './ClusterService';

type Authorizer = (
  decision: PolicyDecision,
  resource: ClusterResource | undefined,
) => boolean;

/** Asks the permission framework before every method. */
export class AuthorizedClusterService implements ClusterService {
  readonly #inner: ClusterService;
  readonly #permissions: PermissionsService;
  readonly #fits: Authorizer;

  private constructor(
    inner: ClusterService,
    permissions: PermissionsService,
    fits: Authorizer,
  ) {
    this.#inner = inner;
    this.#permissions = permissions;
    this.#fits = fits;
  }

  static create(options: {
    inner: ClusterService;
    permissions: PermissionsService;
    fits: Authorizer;
  }): AuthorizedClusterService {
    return new AuthorizedClusterService(
      options.inner,
      options.permissions,
      options.fits,
    );
  }

  async list(
    options: Parameters<ClusterService['list']>[0],
  ): Promise<Cluster[]> {
    const decision = await listDecision({
      permissions: this.#permissions,
      credentials: options.credentials,
      permission: clusterReadPermission,
    });
    return this.#inner.list({
      ...options,
      isVisible: cluster => this.#fits(decision, cluster),
    });
  }

  async problems(
    options: Parameters<ClusterService['problems']>[0],
  ): Promise<ClusterSourceProblem[] | undefined> {
    const { result } = await listDecision({
      permissions: this.#permissions,
      credentials: options.credentials,
      permission: clusterReadPermission,
    });
    return result === AuthorizeResult.ALLOW
      ? this.#inner.problems(options)
      : undefined;
  }

  async get(options: Parameters<ClusterService['get']>[0]): Promise<Cluster> {
    await this.#read(options);
    return this.#inner.get(options);
  }

  async reset(
    options: Parameters<ClusterService['reset']>[0],
  ): Promise<Cluster> {
    await this.#read(options);
    await mustBeAllowed({
      permissions: this.#permissions,
      credentials: options.credentials,
      permission: clusterResetPermission,
      resourceRefs: [options.name],
      what: 'cluster',
    });
    return this.#inner.reset(options);
  }

  async #read({
    credentials,
    name,
  }: Parameters<ClusterService['get']>[0]): Promise<void> {
    await mustRead({
      permissions: this.#permissions,
      credentials,
      permission: clusterReadPermission,
      resourceRef: name,
      what: 'cluster',
    });
  }
}
