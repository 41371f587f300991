import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import type { PolicyDecision } from '@backstage/plugin-permission-common';
import {
  clusterUsePermission,
  MissionError,
  orbitCreatePermission,
  orbitReadPermission,
  orbitUpdatePermission,
  runCreatePermission,
  type CreateOrbitRequest,
  type FindingList,
  type Orbit,
  type UpcomingList,
} from '@mission-control/plugin-missions-common';
import type { MissionResource } from '../../permissions';
import { listDecision, mayEach, mustBeAllowed } from '../authorize';
import { explainMissing, type MissionService } from '../missions';
import type { AuthorizedRunService, ChildAuthorizer } from '../runs';
import type {
  AskChildAuthority,
  OrbitOptions,
  OrbitService,
} from './OrbitService';
import type { OrbitSight } from './orbitSight';

type Authorizer = (
  decision: PolicyDecision,
  resource: MissionResource | undefined,
) => boolean;

type StartedByOrbit = Pick<
  CreateOrbitRequest,
  'missionRef' | 'parameters' | 'targets'
>;

type SightFinder = (credentials: BackstageCredentials) => Promise<OrbitSight>;

/**
 * Asks the permission framework before every method. Permissions on orbits are
 * permissions on their missions.
 */
export class AuthorizedOrbitService implements OrbitService {
  readonly #inner: OrbitService;
  readonly #permissions: PermissionsService;
  readonly #fits: Authorizer;
  readonly #children: Pick<ChildAuthorizer, 'start'>;
  readonly #resources: () => Promise<MissionResource[]>;
  readonly #missions: Pick<MissionService, 'get'>;
  readonly #runs: Pick<AuthorizedRunService, 'narrowed'>;
  readonly #sight: SightFinder;

  private constructor(options: {
    inner: OrbitService;
    permissions: PermissionsService;
    fits: Authorizer;
    children: Pick<ChildAuthorizer, 'start'>;
    resources: () => Promise<MissionResource[]>;
    missions: Pick<MissionService, 'get'>;
    runs: Pick<AuthorizedRunService, 'narrowed'>;
    sight: SightFinder;
  }) {
    this.#inner = options.inner;
    this.#permissions = options.permissions;
    this.#fits = options.fits;
    this.#children = options.children;
    this.#resources = options.resources;
    this.#missions = options.missions;
    this.#runs = options.runs;
    this.#sight = options.sight;
  }

  static create(options: {
    inner: OrbitService;
    permissions: PermissionsService;
    fits: Authorizer;
    children: Pick<ChildAuthorizer, 'start'>;
    /** All missions, as rules see them. */
    resources: () => Promise<MissionResource[]>;
    /** Says why a mission is missing, to those who may know. */
    missions: Pick<MissionService, 'get'>;
    /** Leaves of a run what its reader may see and do. */
    runs: Pick<AuthorizedRunService, 'narrowed'>;
    /** What somebody may see of the runs and clusters of orbits. */
    sight: SightFinder;
  }): AuthorizedOrbitService {
    return new AuthorizedOrbitService(options);
  }

  async list(options: Parameters<OrbitService['list']>[0]): Promise<Orbit[]> {
    const [missionRefs, sight] = await Promise.all([
      this.#readable(options.credentials),
      this.#sight(options.credentials),
    ]);
    return this.#inner.list({ ...options, missionRefs, sight });
  }

  async upcoming(
    options: Parameters<OrbitService['upcoming']>[0],
  ): Promise<UpcomingList> {
    const [missionRefs, sight] = await Promise.all([
      this.#readable(options.credentials),
      this.#sight(options.credentials),
    ]);
    return this.#inner.upcoming({ ...options, missionRefs, sight });
  }

  async get(options: OrbitOptions): Promise<Orbit> {
    return this.#read(await this.#seen(options));
  }

  async create(options: Parameters<OrbitService['create']>[0]): Promise<Orbit> {
    const { credentials, request } = options;
    const { missionRef } = request;
    await this.#must(credentials, orbitCreatePermission, [missionRef]);
    return explainMissing(
      { missions: this.#missions, credentials, ref: missionRef },
      async () => {
        await this.#mustStart(credentials, request);
        return this.#inner.create({
          ...(await this.#seen(options)),
          childAuthority: this.#childAuthority(credentials, request),
        });
      },
    );
  }

  async remove(options: OrbitOptions): Promise<void> {
    await this.#change(options);
    return this.#inner.remove(options);
  }

  async pause(options: OrbitOptions): Promise<Orbit> {
    await this.#change(options);
    return this.#inner.pause(await this.#seen(options));
  }

  async resume(options: OrbitOptions): Promise<Orbit> {
    await this.#change(options);
    return this.#inner.resume(await this.#seen(options));
  }

  async run(
    options: Parameters<OrbitService['run']>[0],
  ): ReturnType<OrbitService['run']> {
    const { credentials } = options;
    const orbit = await this.#change(options);
    const sight = await this.#sight(credentials);
    await this.#mustStart(credentials, orbit, sight);
    const look = await this.#inner.run({
      ...options,
      sight,
      childAuthority: this.#childAuthority(credentials, orbit),
    });
    return 'run' in look
      ? { run: await this.#runs.narrowed(options, look.run) }
      : look;
  }

  async findings(options: OrbitOptions): Promise<FindingList> {
    await this.#read(options);
    return this.#inner.findings(await this.#seen(options));
  }

  /** Missions whose orbits may be read; undefined: all. */
  async #readable(
    credentials: BackstageCredentials,
  ): Promise<Set<string> | undefined> {
    const decision = await listDecision({
      permissions: this.#permissions,
      credentials,
      permission: orbitReadPermission,
    });
    if (decision.result === 'ALLOW') {
      return undefined;
    }
    const visible = (await this.#resources()).filter(mission =>
      this.#fits(decision, mission),
    );
    return new Set(visible.map(mission => mission.ref));
  }

  async #seen<T extends { credentials: BackstageCredentials }>(
    options: T,
  ): Promise<T & { sight: OrbitSight }> {
    return { ...options, sight: await this.#sight(options.credentials) };
  }

  async #read(options: OrbitOptions): Promise<Orbit> {
    const orbit = await this.#inner.get(options);
    const [may] = await mayEach({
      permissions: this.#permissions,
      credentials: options.credentials,
      asked: [
        { permission: orbitReadPermission, resourceRef: orbit.missionRef },
      ],
    });
    if (!may) {
      throw new MissionError(
        'NOT_FOUND',
        `There is no orbit '${options.orbitId}', or you may not see it`,
      );
    }
    return orbit;
  }

  /** The orbit with all of its clusters, whoever asks: never an answer. */
  async #change(options: OrbitOptions): Promise<Orbit> {
    const orbit = await this.#read(options);
    await this.#must(options.credentials, orbitUpdatePermission, [
      orbit.missionRef,
    ]);
    return orbit;
  }

  /** Whoever enables an orbit has to be allowed to start its runs. */
  async #mustStart(
    credentials: BackstageCredentials,
    { missionRef, targets }: StartedByOrbit,
    { clusters }: OrbitSight = {},
  ): Promise<void> {
    await this.#must(credentials, runCreatePermission, [missionRef]);
    await mustBeAllowed({
      permissions: this.#permissions,
      credentials,
      permission: clusterUsePermission,
      resourceRefs: targets.map(target => target.cluster),
      what: 'clusters',
      isNamed: name => clusters?.has(name) ?? true,
    });
  }

  /** And what their steps start. */
  #childAuthority(
    credentials: BackstageCredentials,
    { missionRef, parameters, targets }: StartedByOrbit,
  ): AskChildAuthority {
    return () =>
      this.#children.start({
        credentials,
        request: { missionRef, parameters, targets },
      });
  }

  async #must(
    credentials: BackstageCredentials,
    permission: typeof orbitCreatePermission,
    resourceRefs: readonly string[],
  ): Promise<void> {
    await mustBeAllowed({
      permissions: this.#permissions,
      credentials,
      permission,
      resourceRefs,
      what: 'mission',
    });
  }
}
