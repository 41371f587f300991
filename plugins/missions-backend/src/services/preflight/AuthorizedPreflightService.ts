import type { PermissionsService } from '@backstage/backend-plugin-api';
import {
  clusterUsePermission,
  missionReadPermission,
  type Fitness,
} from '@mission-control/plugin-missions-common';
import type { ClusterRegistry } from '../../clusters';
import { mayEach, mustBeAllowed, mustRead } from '../authorize';
import type { PreflightService } from './PreflightService';

/** Asks the permission framework before every method. */
export class AuthorizedPreflightService implements PreflightService {
  readonly #inner: PreflightService;
  readonly #permissions: PermissionsService;
  readonly #clusters: Pick<ClusterRegistry, 'list'>;

  private constructor(
    inner: PreflightService,
    permissions: PermissionsService,
    clusters: Pick<ClusterRegistry, 'list'>,
  ) {
    this.#inner = inner;
    this.#permissions = permissions;
    this.#clusters = clusters;
  }

  static create(options: {
    inner: PreflightService;
    permissions: PermissionsService;
    clusters: Pick<ClusterRegistry, 'list'>;
  }): AuthorizedPreflightService {
    const { inner, permissions, clusters } = options;
    return new AuthorizedPreflightService(inner, permissions, clusters);
  }

  async check(
    options: Parameters<PreflightService['check']>[0],
  ): Promise<Fitness[]> {
    const { credentials, request } = options;
    const permissions = this.#permissions;
    await mustRead({
      permissions,
      credentials,
      permission: missionReadPermission,
      resourceRef: request.missionRef,
      what: 'mission',
    });
    if (request.targets) {
      await mustBeAllowed({
        permissions,
        credentials,
        permission: clusterUsePermission,
        resourceRefs: request.targets.map(target => target.cluster),
        what: 'clusters',
      });
      return this.#inner.check(options);
    }
    const names = (await this.#clusters.list())
      .filter(({ connection }) => !connection.notUnattended)
      .map(({ connection }) => connection.name);
    const may = await mayEach({
      permissions,
      credentials,
      asked: names.map(resourceRef => ({
        permission: clusterUsePermission,
        resourceRef,
      })),
    });
    const targets = names
      .filter((_, index) => may[index])
      .map(cluster => ({ cluster }));
    return this.#inner.check({ ...options, request: { ...request, targets } });
  }
}
