import type {
  Orbit,
  RunSummary,
} from '@mission-control/plugin-missions-common';
import type { ClusterRegistry } from '../../clusters';
import { DEFAULT_HISTORY } from '../../orbits';
import { toRun, type Store } from '../../store';
import type { OrbitRecord, SlotRecord } from '../../store/operations/orbitRows';
import { readableRuns } from '../../store/operations/readableRuns';
import { readOrbitRuns } from '../../store/operations/readOrbitRuns';
import { readOlderAnswers } from '../../store/operations/readOlderAnswers';
import { readLastSlots, readSlots } from '../../store/operations/readSlots';
import type { AskingUser } from '../AskingUser';
import { RunViewer } from '../runs/RunViewer';
import { readOrbitNeeds } from './orbitProblem';
import { orbitReading } from './orbitReading';
import type { OrbitSight } from './orbitSight';
import { toOrbitView } from './orbitView';

/** Runs that the strip of an orbit shows in lists. */
const LISTED_RUNS = 50;

/** Puts rows together into what the API answers about orbits. */
export class OrbitViewer {
  readonly #store: Store;
  readonly #clusters: Pick<ClusterRegistry, 'list'>;
  readonly #runs: RunViewer;

  constructor(store: Store, clusters: Pick<ClusterRegistry, 'list'>) {
    this.#store = store;
    this.#clusters = clusters;
    this.#runs = new RunViewer(store);
  }

  /** For lists: no slots, and strips of at most fifty runs. */
  async list(
    orbits: readonly OrbitRecord[],
    user: AskingUser,
    sight: OrbitSight,
  ): Promise<Orbit[]> {
    return this.#views({ orbits, user, sight, limit: LISTED_RUNS });
  }

  /** One orbit with as many runs and slots as its history is long. */
  async one(
    orbit: OrbitRecord,
    user: AskingUser,
    sight: OrbitSight,
  ): Promise<Orbit> {
    const limit = historyOf(orbit);
    const slots = await readSlots({
      tx: this.#store.db,
      orbitId: orbit.id,
      limit,
    });
    const orbits = [orbit];
    const [view] = await this.#views({ orbits, user, sight, limit, slots });
    return view;
  }

  async #views(options: {
    orbits: readonly OrbitRecord[];
    user: AskingUser;
    sight: OrbitSight;
    limit: number;
    slots?: readonly SlotRecord[];
  }): Promise<Orbit[]> {
    const { orbits, user, sight, limit, slots } = options;
    const { db, dialect } = this.#store;
    const orbitIds = orbits.map(orbit => orbit.id);
    const runs = await readOrbitRuns({
      tx: db,
      dialect,
      orbitIds,
      limit,
      scope: sight.runs,
    });
    const lastSlots = await readLastSlots({ tx: db, orbitIds });
    const lastRuns = await this.#lastRuns(
      orbitIds.flatMap(
        id => runs.find(run => run.orbitId === id && run.readable)?.id ?? [],
      ),
      user,
    );
    const runIds = await readableRuns({
      tx: db,
      dialect,
      runIds: slots?.flatMap(slot => slot.runId ?? []) ?? [],
      scope: sight.runs,
    });
    const answers = await readOlderAnswers({
      tx: db,
      dialect,
      orbits,
      runs,
      scope: sight.runs,
    });
    const needs = await readOrbitNeeds({
      store: this.#store,
      clusters: this.#clusters,
      orbits,
    });
    const now = await this.#store.now();
    return orbits.map(orbit =>
      toOrbitView({
        orbit,
        runs: runs
          .filter(run => run.orbitId === orbit.id)
          .slice(0, historyOf(orbit)),
        answers: [...runs, ...answers].filter(run => run.orbitId === orbit.id),
        lastRun: lastRuns.get(orbit.id),
        lastSlot: lastSlots.get(orbit.id),
        slots,
        reading: orbitReading({ orbit, user, sight, runIds }),
        needs,
        now,
      }),
    );
  }

  async #lastRuns(
    runIds: readonly string[],
    user: AskingUser,
  ): Promise<Map<string, RunSummary>> {
    const rows = await this.#store.db('runs').whereIn('id', [...runIds]);
    const views = await this.#runs.summaries(
      rows.map(toRun),
      user,
      new Map(),
      'none',
    );
    return new Map(views.map(view => [view.orbitId!, view]));
  }
}

function historyOf(orbit: OrbitRecord): number {
  return orbit.schedule.history ?? DEFAULT_HISTORY;
}
