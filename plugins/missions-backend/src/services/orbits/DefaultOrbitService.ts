import {
  contentHash,
  durationSeconds,
  MissionError,
  type CreateOrbitRequest,
  type FindingList,
  type MissionSpec,
  type Orbit,
  type UpcomingList,
} from '@mission-control/plugin-missions-common';
import type { ClusterRegistry } from '../../clusters';
import { checkSchedule, nextSlotOf, upcomingSlots } from '../../orbits';
import { newId, type Store } from '../../store';
import { idOf } from '../../store/newId';
import { insertOrbit } from '../../store/operations/insertOrbit';
import type {
  OrbitRecord,
  OrbitSchedule,
} from '../../store/operations/orbitRows';
import { pauseOrbit } from '../../store/operations/pauseOrbit';
import { readableRuns } from '../../store/operations/readableRuns';
import { readActiveRuns } from '../../store/operations/readActiveRuns';
import { readMissions } from '../../store/operations/readMissions';
import { readOrbits } from '../../store/operations/readOrbits';
import { readSlots } from '../../store/operations/readSlots';
import { starterOf, type UserResolver } from '../AskingUser';
import { splitParameters, type RunCreator, type RunService } from '../runs';
import type { OrbitOptions, OrbitService } from './OrbitService';
import { lookNow } from './lookNow';
import { orbitFindings } from './orbitFindings';
import { orbitReading } from './orbitReading';
import type { OrbitSight } from './orbitSight';
import { toSlotView } from './orbitView';
import { OrbitViewer } from './OrbitViewer';

/** How far the list of slots looks, and how long it is, when nobody says. */
const UPCOMING_HOURS = 24;
/** As openapi.yaml has it. */
const MAX_HOURS = 744;
const UPCOMING_LIMIT = 500;
const HOUR_MS = 3_600_000;

/** Which states need eyes first. */
const stateOrder: readonly Orbit['state'][] = [
  'down',
  'late',
  'running',
  'up',
  'new',
  'paused',
];

/** Orbits, without asking for permissions: routes get the authorized one. */
export class DefaultOrbitService implements OrbitService {
  readonly #store: Store;
  readonly #creator: RunCreator;
  readonly #runs: RunService;
  readonly #users: UserResolver;
  readonly #viewer: OrbitViewer;

  private constructor(options: {
    store: Store;
    creator: RunCreator;
    clusters: Pick<ClusterRegistry, 'list'>;
    runs: RunService;
    users: UserResolver;
  }) {
    this.#store = options.store;
    this.#creator = options.creator;
    this.#runs = options.runs;
    this.#users = options.users;
    this.#viewer = new OrbitViewer(options.store, options.clusters);
  }

  static create(options: {
    store: Store;
    creator: RunCreator;
    clusters: Pick<ClusterRegistry, 'list'>;
    runs: RunService;
    users: UserResolver;
  }): DefaultOrbitService {
    return new DefaultOrbitService(options);
  }

  async list(options: Parameters<OrbitService['list']>[0]): Promise<Orbit[]> {
    const { credentials, missionRefs, sight = {} } = options;
    const user = await this.#users.resolve(credentials);
    const records = (await readOrbits({ tx: this.#store.db })).filter(
      orbit => missionRefs?.has(orbit.missionRef) ?? true,
    );
    const views = await this.#viewer.list(records, user, sight);
    return views.sort(
      (a, b) => stateOrder.indexOf(a.state) - stateOrder.indexOf(b.state),
    );
  }

  async upcoming(
    options: Parameters<OrbitService['upcoming']>[0],
  ): Promise<UpcomingList> {
    const { missionRefs, limit = UPCOMING_LIMIT, sight = {} } = options;
    // What is more than every number passes the bounds of the API.
    const hours = Math.min(options.hours ?? UPCOMING_HOURS, MAX_HOURS);
    const now = await this.#store.now();
    const until = new Date(now.getTime() + hours * HOUR_MS);
    const orbits = (await readOrbits({ tx: this.#store.db })).filter(
      orbit => missionRefs?.has(orbit.missionRef) ?? true,
    );
    const slots = upcomingSlots(orbits, {
      now,
      until,
      limit: limit + 1,
      waiting: await this.#waiting(sight),
    });
    return {
      items: slots.slice(0, limit).map(slot => ({
        ...slot,
        clusters: slot.clusters.filter(
          name => sight.clusters?.has(name) ?? true,
        ),
      })),
      at: now,
      until,
      truncated: slots.length > limit,
    };
  }

  async get(options: OrbitOptions): Promise<Orbit> {
    const { credentials, orbitId, sight = {} } = options;
    const user = await this.#users.resolve(credentials);
    return this.#viewer.one(await this.#record(orbitId), user, sight);
  }

  async create(options: Parameters<OrbitService['create']>[0]): Promise<Orbit> {
    const { credentials, request, idempotencyKey, sight = {} } = options;
    const user = await this.#users.resolve(credentials);
    if (!user.isUser) {
      throw new MissionError(
        'NOT_ALLOWED',
        'An orbit runs for a person, so a person has to enable it',
      );
    }
    const tx = this.#store.db;
    const id = idempotencyKey && idOf(`orbit:${user.ref}:${idempotencyKey}`);
    const requestHash = hashOf(request);
    const [repeated] = id ? await readOrbits({ tx, id }) : [];
    if (repeated) {
      mustBeOf(repeated, requestHash);
      return this.#viewer.one(repeated, user, sight);
    }
    const [mission] = await readMissions({ tx, refs: [request.missionRef] });
    if (!mission) {
      throw new MissionError(
        'NOT_FOUND',
        `There is no mission '${request.missionRef}'`,
      );
    }
    const { summary } = mission;
    if (summary.type !== 'orbit') {
      throw new MissionError(
        'INPUT_INVALID',
        `Mission '${summary.ref}' is of type ${summary.type}, and only orbits recur`,
        {
          remedy: 'Enable a mission of type orbit, or start a run of this one.',
        },
      );
    }
    const spec = await this.#store.spec(summary.ref, summary.version);
    const { parameters, secrets } = splitParameters(spec, request.parameters);
    if (secrets) {
      throw new MissionError(
        'INPUT_INVALID',
        `An orbit keeps no secrets, and ${Object.keys(secrets).join(
          ', ',
        )} is one`,
        { remedy: 'Let the mission read it from a Secret of the cluster.' },
      );
    }
    const { missionRef, targets } = request;
    const starter = await starterOf(this.#users, user);
    await this.#creator.check({ missionRef, parameters, targets }, starter);
    const schedule = scheduleOf(request, spec);
    checkSchedule(schedule);
    const childAuthority = await options.childAuthority?.();
    const now = await this.#store.now();
    const orbitId = id ?? newId(now);
    const next = nextSlotOf({ id: orbitId, schedule }, now);
    const orbit: OrbitRecord = {
      id: orbitId,
      missionRef: summary.ref,
      title: request.title?.trim() || summary.title,
      schedule,
      targets: request.targets.map(({ cluster, role }) => ({ cluster, role })),
      parameters,
      owner: user.ref,
      starter,
      childAuthority,
      requestHash,
      paused: false,
      createdAt: now.toISOString(),
      nextRunAt: next?.startsAt.toISOString(),
      nextSlotAt: next?.slotAt.toISOString(),
    };
    const stored = await insertOrbit({ tx, orbit });
    mustBeOf(stored, requestHash);
    return this.#viewer.one(stored, user, sight);
  }

  async remove({ orbitId }: OrbitOptions): Promise<void> {
    await this.#record(orbitId);
    await this.#store.db('orbits').where({ id: orbitId }).delete();
  }

  async pause(options: OrbitOptions): Promise<Orbit> {
    await this.#record(options.orbitId);
    await this.#store.transaction(tx =>
      pauseOrbit({ tx, orbitId: options.orbitId }),
    );
    return this.get(options);
  }

  async resume(options: OrbitOptions): Promise<Orbit> {
    const orbit = await this.#record(options.orbitId);
    if (orbit.paused) {
      const next = nextSlotOf(orbit, await this.#store.now());
      await this.#store
        .db('orbits')
        .where({ id: orbit.id })
        .update({
          paused: false,
          next_run_at: next?.startsAt.toISOString() ?? null,
          next_slot_at: next?.slotAt.toISOString() ?? null,
        });
    }
    return this.get(options);
  }

  async run(
    options: Parameters<OrbitService['run']>[0],
  ): ReturnType<OrbitService['run']> {
    const { credentials, orbitId, idempotencyKey, childAuthority } = options;
    const { sight = {} } = options;
    const user = await this.#users.resolve(credentials);
    const orbit = await this.#record(orbitId);
    const look = await lookNow({
      store: this.#store,
      creator: this.#creator,
      orbit,
      by: user.ref,
      starter: await starterOf(this.#users, user),
      idempotencyKey,
      childAuthority,
      readable: sight.runs,
    });
    return 'slot' in look
      ? { slot: toSlotView(look.slot, orbitReading({ orbit, user, sight })) }
      : { run: await this.#runs.get({ credentials, runId: look.runId }) };
  }

  async findings(options: OrbitOptions): Promise<FindingList> {
    return orbitFindings({
      store: this.#store,
      orbit: await this.#record(options.orbitId),
      sight: options.sight ?? {},
    });
  }

  async #record(orbitId: string): Promise<OrbitRecord> {
    const [record] = await readOrbits({ tx: this.#store.db, id: orbitId });
    if (!record) {
      throw new MissionError('NOT_FOUND', `There is no orbit '${orbitId}'`);
    }
    return record;
  }

  /** Slots that wait, with the run that each waits for. */
  async #waiting({ runs }: OrbitSight) {
    const { db, dialect } = this.#store;
    const slots = await readSlots({ tx: db, state: 'queued' });
    const active = await readActiveRuns({
      tx: db,
      orbitIds: slots.map(slot => slot.orbitId),
    });
    const readable = await readableRuns({
      tx: db,
      dialect,
      runIds: [...active.values()].map(({ runId }) => runId),
      scope: runs,
    });
    return slots.map(slot => {
      const runId = active.get(slot.orbitId)?.runId;
      return {
        ...slot,
        runId: runId && readable.has(runId) ? runId : undefined,
      };
    });
  }
}

/** What tells two requests with one key apart. An orbit that is kept has no secrets. */
function hashOf(request: CreateOrbitRequest): string {
  const { missionRef, title, schedule, targets, parameters } = request;
  return contentHash({
    missionRef,
    title: title?.trim() ?? '',
    schedule: schedule ?? {},
    targets: targets.map(({ cluster, role }) => [cluster, role ?? '']),
    parameters: parameters ?? {},
  });
}

/** Throws IDEMPOTENCY_CONFLICT when another request enabled an orbit. */
function mustBeOf(orbit: OrbitRecord, requestHash: string): void {
  if (orbit.requestHash !== requestHash) {
    throw new MissionError(
      'IDEMPOTENCY_CONFLICT',
      `This Idempotency-Key enabled the orbit '${orbit.title}' (${orbit.id}) already, with another request`,
    );
  }
}

function scheduleOf(
  request: CreateOrbitRequest,
  spec: MissionSpec,
): OrbitSchedule {
  const asked = request.schedule ?? {};
  const own = spec.schedule;
  const when =
    asked.cadence || asked.cron
      ? { cadence: asked.cadence, cron: asked.cron }
      : { cadence: own?.cadence, cron: own?.cron };
  return {
    ...when,
    timeZone: asked.timeZone ?? own?.timeZone ?? 'Etc/UTC',
    graceSeconds: asked.graceSeconds ?? seconds(own?.grace),
    jitterSeconds: asked.jitterSeconds ?? seconds(own?.jitter),
    overlap: asked.overlap ?? own?.overlap,
    history: asked.history ?? own?.history,
  };
}

function seconds(duration: string | undefined): number | undefined {
  const exact = duration && durationSeconds(duration);
  return exact ? Math.ceil(exact) : undefined;
}
