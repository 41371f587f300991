import {
  DefaultMissionService,
  DefaultRunService,
  Registry,
  RunCreator,
  Store,
} from '@mission-control/plugin-missions-backend/testUtils';
import type { BenchDatabase, RawConnection } from '../databases/BenchDatabase';
import type { Figure } from '../report/Figure';
import { seedMissions } from '../seed/seedMissions';
import { FULL_SIZE, seeded, seedRuns, type SeedSize } from '../seed/seedRuns';
import { percentile } from '../statistics/percentile';
import { type Bench, type Pace, repeat, timed } from './Bench';

/** Of a portal that a pace of tests measures. */
const SMALL_SIZE: SeedSize = {
  runs: 400,
  missions: 20,
  clusters: 30,
  people: 10,
};
/** A pace shorter than this one is that of a test. */
const SMALL_BELOW_MS = 100;
const SHARE = 0.95;
const NEWEST_RUNS = 'SELECT * FROM runs ORDER BY id DESC LIMIT 51';
const ALL_MISSIONS = 'SELECT ref, summary_json, search_text FROM missions';

type RunListOptions = Parameters<DefaultRunService['list']>[0];
type MissionListOptions = Parameters<DefaultMissionService['list']>[0];
type Asking<T> = Omit<T, 'credentials'>;

type RunQuery = Extract<
  NonNullable<RunListOptions['conditions']>,
  { key: string }
>;

const production = {
  key: 'environments',
  values: ['production', 'staging'],
} satisfies RunQuery;
const someClusters = {
  key: 'clusters',
  values: Array.from({ length: 200 }, (_, number) => seeded.cluster(number)),
} satisfies RunQuery;
const own = { key: 'initiator', values: [seeded.person(1)] } satisfies RunQuery;
const someMissions = {
  key: 'missionRef',
  values: Array.from({ length: 50 }, (_, number) => seeded.mission(number)),
} satisfies RunQuery;

/** Questions of the page of all runs. */
const runLists: Record<string, Asking<RunListOptions>> = {
  'the newest': {},
  'the active group': { group: 'active' },
  'one state and type': { filter: { state: ['failed'], type: ['fix'] } },
  'one mission': { filter: { mission: seeded.mission(3) } },
  'one cluster': { filter: { cluster: seeded.cluster(41) } },
  'one person, completed': {
    group: 'completed',
    filter: { initiator: seeded.person(2) },
  },
  'three words': { filter: { q: 'ingress team-41 ticket' } },
  'a word that is nowhere': { filter: { q: 'nowhere' } },
  'conditional: own or some missions': {
    conditions: { anyOf: [own, someMissions] },
    approvable: { anyOf: [own, someMissions] },
  },
  'conditional: 200 clusters': {
    conditions: someClusters,
    approvable: someClusters,
  },
  'conditional: environments': {
    conditions: production,
    approvable: production,
  },
};

/** Questions of the Explorer. */
const missionLists: Record<string, Asking<MissionListOptions>> = {
  all: {},
  'two words': { filter: { q: 'certificate project' } },
  'a word and facets': {
    filter: { q: 'ingress', type: ['install'], tag: ['team-5'] },
  },
};

/**
 * Lists of runs and of missions on a portal with 50,000 runs and 1,500 missions,
 * as the services answer them, without HTTP. After each, the bare driver reads
 * the rows of a page, or those of all missions.
 */
export const lists: Bench = {
  name: 'lists',
  description: 'lists of 50,000 runs with facets, search of 1,500 missions',
  async measure({ database, pace }) {
    const size = pace.milliseconds < SMALL_BELOW_MS ? SMALL_SIZE : FULL_SIZE;
    const store = await Store.create({ database: database.knex });
    await seedMissions(database.knex, size.missions);
    await seedRuns(database.knex, size);
    const raw = await database.connect();
    const options = { database, raw, pace };
    const missions = DefaultMissionService.create({
      store,
      registry: new Registry(),
    });
    const runs = DefaultRunService.create({
      store,
      creator: undefined as unknown as RunCreator,
      users: {
        resolve: async () => ({
          ref: seeded.person(5),
          ownershipRefs: [seeded.person(5), 'group:default/team-1'],
          isUser: true,
        }),
      },
    });
    const credentials = undefined as never;
    try {
      const figures: Figure[] = [];
      for (const [title, asked] of Object.entries(runLists)) {
        figures.push(
          await measureList(options, {
            title: `list of ${size.runs} runs: ${title}, p95`,
            sql: NEWEST_RUNS,
            ask: () => runs.list({ ...asked, credentials }),
          }),
        );
      }
      for (const [title, asked] of Object.entries(missionLists)) {
        figures.push(
          await measureList(options, {
            title: `search of ${size.missions} missions: ${title}, p95`,
            sql: ALL_MISSIONS,
            ask: () => missions.list({ ...asked, credentials }),
          }),
        );
      }
      return figures;
    } finally {
      await raw.close();
      await store.close();
    }
  },
};

async function measureList(
  options: { database: BenchDatabase; raw: RawConnection; pace: Pace },
  list: { title: string; sql: string; ask: () => Promise<unknown> },
): Promise<Figure> {
  const { database, raw, pace } = options;
  const asked: number[] = [];
  const read: number[] = [];
  await list.ask();
  await repeat(pace, async () => {
    asked.push(await timed(list.ask));
    read.push(await timed(() => raw.read(list.sql)));
  });
  const value = percentile(asked, SHARE);
  const baseline = percentile(read, SHARE);
  return {
    title: list.title,
    database: database.title,
    value,
    unit: 'ms',
    baseline: { title: 'raw read, p95', value: baseline, unit: 'ms' },
    ratio: value / baseline,
    samples: asked.length,
  };
}
