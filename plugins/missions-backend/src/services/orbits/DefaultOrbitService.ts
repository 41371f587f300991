import {
  durationSeconds,
  MissionError,
  type CreateOrbitRequest,
  type FindingList,
  type MissionSpec,
  type Orbit,
  type Run,
  type UpcomingList,
} from '@mission-control/plugin-missions-common';
import type { ClusterRegistry } from '../../clusters';
import {
  checkSchedule,
  nextSlot,
  orbitRequest,
  upcomingSlots,
  type OrbitSchedule,
} from '../../orbits';
import { newId, type Store } from '../../store';
import { insertOrbit } from '../../store/operations/insertOrbit';
import { listRuns } from '../../store/operations/listRuns';
import type { OrbitRecord } from '../../store/operations/orbitRows';
import { readMissions } from '../../store/operations/readMissions';
import { readOrbits } from '../../store/operations/readOrbits';
import type { AskingUser, UserResolver } from '../AskingUser';
import {
  resolveTargets,
  splitParameters,
  type RunCreator,
  type RunService,
} from '../runs';
import { RunViewer } from '../runs/RunViewer';
import type { OrbitOptions, OrbitService } from './OrbitService';
import { toOrbitView } from './orbitView';

/** Runs of an orbit that its strip shows. */
const RECENT_RUNS = 50;

/** How far the list of slots looks, and how long it is, when nobody says. */
const UPCOMING_HOURS = 24;
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
  readonly #clusters: ClusterRegistry;
  readonly #creator: RunCreator;
  readonly #runs: RunService;
  readonly #users: UserResolver;
  readonly #viewer: RunViewer;

  private constructor(options: {
    store: Store;
    clusters: ClusterRegistry;
    creator: RunCreator;
    runs: RunService;
    users: UserResolver;
  }) {
    this.#store = options.store;
    this.#clusters = options.clusters;
    this.#creator = options.creator;
    this.#runs = options.runs;
    this.#users = options.users;
    this.#viewer = new RunViewer(options.store);
  }

  static create(options: {
    store: Store;
    clusters: ClusterRegistry;
    creator: RunCreator;
    runs: RunService;
    users: UserResolver;
  }): DefaultOrbitService {
    return new DefaultOrbitService(options);
  }

  async list(options: Parameters<OrbitService['list']>[0]): Promise<Orbit[]> {
    const { credentials, missionRefs } = options;
    const user = await this.#users.resolve(credentials);
    const records = (await readOrbits({ tx: this.#store.db })).filter(
      orbit => missionRefs?.has(orbit.missionRef) ?? true,
    );
    const views = [];
    for (const record of records) {
      views.push(await this.#view(record, user));
    }
    return views.sort(
      (a, b) => stateOrder.indexOf(a.state) - stateOrder.indexOf(b.state),
    );
  }

  async upcoming(
    options: Parameters<OrbitService['upcoming']>[0],
  ): Promise<UpcomingList> {
    const { missionRefs, limit = UPCOMING_LIMIT } = options;
    const hours = options.hours ?? UPCOMING_HOURS;
    const now = await this.#store.now();
    const until = new Date(now.getTime() + hours * HOUR_MS);
    const orbits = (await readOrbits({ tx: this.#store.db })).filter(
      orbit => missionRefs?.has(orbit.missionRef) ?? true,
    );
    const slots = upcomingSlots(orbits, { now, until, limit: limit + 1 });
    return {
      items: slots.slice(0, limit),
      at: now,
      until,
      truncated: slots.length > limit,
    };
  }

  async get(options: OrbitOptions): Promise<Orbit> {
    const user = await this.#users.resolve(options.credentials);
    return this.#view(await this.#record(options.orbitId), user);
  }

  async create(options: Parameters<OrbitService['create']>[0]): Promise<Orbit> {
    const { credentials, request } = options;
    const user = await this.#users.resolve(credentials);
    if (!user.isUser) {
      throw new MissionError(
        'NOT_ALLOWED',
        'An orbit runs for a person, so a person has to enable it',
      );
    }
    const tx = this.#store.db;
    const [mission] = await readMissions({ tx, refs: [request.missionRef] });
    if (!mission) {
      throw new MissionError(
        'NOT_FOUND',
        `There is no mission '${request.missionRef}'`,
      );
    }
    const { summary } = mission;
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
    await resolveTargets({
      spec,
      choices: request.targets,
      clusters: this.#clusters,
    });
    const schedule = scheduleOf(request, spec);
    checkSchedule(schedule);
    const now = await this.#store.now();
    const orbit: OrbitRecord = {
      id: newId(now),
      missionRef: summary.ref,
      title: request.title?.trim() || summary.title,
      schedule,
      targets: request.targets.map(({ cluster, role }) => ({ cluster, role })),
      parameters,
      owner: user.ref,
      paused: false,
      createdAt: now.toISOString(),
      nextRunAt: nextSlot(schedule, now).toISOString(),
    };
    await insertOrbit({ tx, orbit });
    return this.get({ credentials, orbitId: orbit.id });
  }

  async remove({ orbitId }: OrbitOptions): Promise<void> {
    await this.#record(orbitId);
    await this.#store.db('orbits').where({ id: orbitId }).delete();
  }

  async pause(options: OrbitOptions): Promise<Orbit> {
    await this.#record(options.orbitId);
    await this.#update(options.orbitId, { paused: true });
    return this.get(options);
  }

  async resume(options: OrbitOptions): Promise<Orbit> {
    const { schedule, paused } = await this.#record(options.orbitId);
    if (paused) {
      const next = nextSlot(schedule, await this.#store.now());
      await this.#update(options.orbitId, {
        paused: false,
        next_run_at: next.toISOString(),
      });
    }
    return this.get(options);
  }

  async run(options: OrbitOptions): Promise<Run> {
    const { credentials, orbitId } = options;
    const orbit = await this.#record(orbitId);
    const user = await this.#users.resolve(credentials);
    const { run } = await this.#creator.start({
      request: orbitRequest(orbit, 'Looks now, beside the schedule'),
      initiator: user.ref,
      trigger: { kind: 'page', orbitId },
      orbitId,
    });
    return this.#runs.get({ credentials, runId: run.id });
  }

  async findings(options: OrbitOptions): Promise<FindingList> {
    await this.#record(options.orbitId);
    const row = await this.#store
      .db('runs')
      .where({ orbit_id: options.orbitId })
      .whereNotNull('finished_at')
      .orderBy('id', 'desc')
      .first('id');
    return row
      ? this.#runs.findings({ credentials: options.credentials, runId: row.id })
      : { items: [], total: 0 };
  }

  async #record(orbitId: string): Promise<OrbitRecord> {
    const [record] = await readOrbits({ tx: this.#store.db, id: orbitId });
    if (!record) {
      throw new MissionError('NOT_FOUND', `There is no orbit '${orbitId}'`);
    }
    return record;
  }

  async #update(
    orbitId: string,
    columns: Record<string, unknown>,
  ): Promise<void> {
    await this.#store.db('orbits').where({ id: orbitId }).update(columns);
  }

  async #view(orbit: OrbitRecord, user: AskingUser): Promise<Orbit> {
    const { db, dialect } = this.#store;
    const { runs } = await listRuns({
      tx: db,
      dialect,
      filter: { orbit: orbit.id },
      limit: RECENT_RUNS,
    });
    const slot =
      orbit.lastSlotAt &&
      (await db('orbit_slots')
        .where({ orbit_id: orbit.id, slot: orbit.lastSlotAt })
        .first('problem'));
    return toOrbitView({
      orbit,
      runs: await this.#viewer.summaries(runs, user, new Map()),
      lastProblem: slot?.problem ?? undefined,
      now: await this.#store.now(),
    });
  }
}

function scheduleOf(
  request: CreateOrbitRequest,
  spec: MissionSpec,
): OrbitSchedule {
  const asked = request.schedule ?? {};
  const own = spec.schedule;
  const graceOfMission = own?.grace && durationSeconds(own.grace);
  const when =
    asked.cadence || asked.cron
      ? { cadence: asked.cadence, cron: asked.cron }
      : { cadence: own?.cadence, cron: own?.cron };
  return {
    ...when,
    timeZone: asked.timeZone ?? own?.timeZone ?? 'Etc/UTC',
    graceSeconds: asked.graceSeconds ?? (graceOfMission || undefined),
  };
}
