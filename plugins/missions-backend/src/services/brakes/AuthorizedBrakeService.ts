import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  type PolicyDecision,
  type ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  clusterFreezePermission,
  clusterReadPermission,
  MissionError,
  type Brakes,
  type Freeze,
} from '@mission-control/plugin-missions-common';
import type { ClusterResource } from '../../permissions';
import { listDecision } from '../authorize';
import type { BrakeService } from './BrakeService';

/** What is frozen, or may be. */
type Scope = Pick<Freeze, 'scope' | 'name'>;

/**
 * Asks the permission framework before every method. Who freezes needs the
 * permission for every cluster that is held by it; for the whole instance,
 * which holds clusters of tomorrow too, without conditions.
 */
export class AuthorizedBrakeService implements BrakeService {
  readonly #inner: BrakeService;
  readonly #permissions: PermissionsService;
  readonly #fits: (
    decision: PolicyDecision,
    resource: ClusterResource | undefined,
  ) => boolean;
  readonly #clusters: () => Promise<ClusterResource[]>;

  private constructor(
    options: Parameters<typeof AuthorizedBrakeService.create>[0],
  ) {
    this.#inner = options.inner;
    this.#permissions = options.permissions;
    this.#fits = options.fits;
    this.#clusters = options.clusters;
  }

  static create(options: {
    inner: BrakeService;
    permissions: PermissionsService;
    fits: (
      decision: PolicyDecision,
      resource: ClusterResource | undefined,
    ) => boolean;
    /** All that the portal knows. */
    clusters: () => Promise<ClusterResource[]>;
  }): AuthorizedBrakeService {
    return new AuthorizedBrakeService(options);
  }

  async get(options: { credentials: BackstageCredentials }): Promise<Brakes> {
    return this.#narrowed(options.credentials, await this.#inner.get(options));
  }

  async freeze(
    options: Parameters<BrakeService['freeze']>[0],
  ): Promise<Freeze> {
    const { credentials, request } = options;
    const may = await this.#mayFreeze(credentials);
    if (!may(request)) {
      throw notAllowed(request);
    }
    return this.#inner.freeze(options);
  }

  async lift(options: Parameters<BrakeService['lift']>[0]): Promise<Brakes> {
    const { credentials, freezeId } = options;
    const { freezes } = await this.get({ credentials });
    const freeze = freezes.find(({ id }) => id === freezeId);
    if (freeze && !freeze.mayLift) {
      throw notAllowed(freeze);
    }
    const may = await this.#mayFreeze(credentials);
    if (!freeze && !may({ scope: 'instance' })) {
      throw new MissionError(
        'NOT_FOUND',
        `There is no freeze '${freezeId}', or you may not see it`,
      );
    }
    return this.#narrowed(credentials, await this.#inner.lift(options));
  }

  async #narrowed(
    credentials: BackstageCredentials,
    brakes: Brakes,
  ): Promise<Brakes> {
    const clusters = await this.#clusters();
    const reads = await this.#decision(credentials, clusterReadPermission);
    const may = await this.#mayFreeze(credentials);
    const seen = clusters.filter(item => this.#fits(reads, item));
    const isSeen = ({ scope, name }: Scope) =>
      scope === 'instance' ||
      reads.result === AuthorizeResult.ALLOW ||
      seen.some(item =>
        scope === 'cluster' ? item.name === name : item.environment === name,
      );
    const mayBoth = (scope: Scope) => isSeen(scope) && may(scope);
    const { environments, clusters: names } = brakes.mayFreeze;
    return {
      freezes: brakes.freezes
        .filter(isSeen)
        .map(freeze => ({ ...freeze, mayLift: may(freeze) })),
      windows: brakes.windows.filter(({ cluster }) =>
        seen.some(({ name }) => name === cluster),
      ),
      mayFreeze: {
        instance: may({ scope: 'instance' }),
        environments: environments.filter(name =>
          mayBoth({ scope: 'environment', name }),
        ),
        clusters: names.filter(name => mayBoth({ scope: 'cluster', name })),
      },
    };
  }

  async #mayFreeze(
    credentials: BackstageCredentials,
  ): Promise<(scope: Scope) => boolean> {
    const decision = await this.#decision(credentials, clusterFreezePermission);
    const clusters = await this.#clusters();
    return ({ scope, name }) => {
      if (decision.result !== AuthorizeResult.CONDITIONAL) {
        return decision.result === AuthorizeResult.ALLOW;
      }
      const held = clusters.filter(item =>
        scope === 'cluster' ? item.name === name : item.environment === name,
      );
      return (
        scope !== 'instance' &&
        held.length > 0 &&
        held.every(item => this.#fits(decision, item))
      );
    };
  }

  async #decision(
    credentials: BackstageCredentials,
    permission: ResourcePermission,
  ): Promise<PolicyDecision> {
    const permissions = this.#permissions;
    return listDecision({ permissions, credentials, permission });
  }
}

function notAllowed({ scope, name }: Scope): MissionError {
  const what = {
    instance: 'the whole instance',
    environment: `every cluster of environment '${name}'`,
    cluster: `the cluster '${name}'`,
  }[scope];
  return new MissionError(
    'NOT_ALLOWED',
    `You do not have the permission ${clusterFreezePermission.name} for ${what}`,
  );
}
