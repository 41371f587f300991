import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import type { ResourcePermission } from '@backstage/plugin-permission-common';
import {
  clusterReadPermission,
  clusterUsePermission,
  missionReadPermission,
  runCreatePermission,
  type Fitness,
} from '@mission-control/plugin-missions-common';
import type { ClusterRegistry } from '../../clusters';
import { mayEach, mustBeAllowed, mustRead } from '../authorize';
import { explainMissing, type MissionService } from '../missions';
import type { PreflightRights, PreflightService } from './PreflightService';

/** Asks the permission framework before every method. */
export class AuthorizedPreflightService implements PreflightService {
  readonly #inner: PreflightService;
  readonly #permissions: PermissionsService;
  readonly #clusters: Pick<ClusterRegistry, 'list'>;
  readonly #missions: Pick<MissionService, 'get'>;

  private constructor(
    inner: PreflightService,
    permissions: PermissionsService,
    clusters: Pick<ClusterRegistry, 'list'>,
    missions: Pick<MissionService, 'get'>,
  ) {
    this.#inner = inner;
    this.#permissions = permissions;
    this.#clusters = clusters;
    this.#missions = missions;
  }

  static create(options: {
    inner: PreflightService;
    permissions: PermissionsService;
    clusters: Pick<ClusterRegistry, 'list'>;
    /** Says why a mission is missing, to those who may know. */
    missions: Pick<MissionService, 'get'>;
  }): AuthorizedPreflightService {
    const { inner, permissions, clusters, missions } = options;
    return new AuthorizedPreflightService(
      inner,
      permissions,
      clusters,
      missions,
    );
  }

  async check(
    options: Parameters<PreflightService['check']>[0],
  ): Promise<Fitness[]> {
    const { credentials, request } = options;
    return explainMissing(
      { missions: this.#missions, credentials, ref: request.missionRef },
      () => this.#check(options),
    );
  }

  async #check(
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
      return this.#inner.check({
        ...options,
        rights: this.#rights(credentials),
      });
    }
    const names = (await this.#clusters.list())
      .filter(({ connection }) => !connection.notUnattended)
      .map(({ connection }) => connection.name);
    const rights = this.#rights(credentials);
    const [usable, readable] = await Promise.all([
      rights.clusters(names),
      this.#allowed(credentials, clusterReadPermission, names),
    ]);
    const targets = names
      .filter(name => usable.has(name) && readable.has(name))
      .map(cluster => ({ cluster }));
    return this.#inner.check({
      ...options,
      request: { ...request, targets },
      rights,
    });
  }

  /** Asked when it is known what a sequence reaches. */
  #rights(credentials: BackstageCredentials): PreflightRights {
    const allowed = (permission: ResourcePermission, refs: readonly string[]) =>
      this.#allowed(credentials, permission, refs);
    return {
      missions: async refs => ({
        read: await allowed(missionReadPermission, refs),
        start: await allowed(runCreatePermission, refs),
      }),
      clusters: names => allowed(clusterUsePermission, names),
    };
  }

  async #allowed(
    credentials: BackstageCredentials,
    permission: ResourcePermission,
    refs: readonly string[],
  ): Promise<Set<string>> {
    const may = await mayEach({
      permissions: this.#permissions,
      credentials,
      asked: refs.map(resourceRef => ({ permission, resourceRef })),
    });
    return new Set(refs.filter((_, index) => may[index]));
  }
}
