import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { TestDatabases } from '@backstage/backend-test-utils';
import { compareClusters } from '@mission-control/plugin-missions-common';
import { changedMissions } from './missions';
import { approve, reaches, undo } from './people';
import { readRecordings, recordedReleases, type Recording } from './recordings';
import { loadRows } from './rows';
import { stories } from './stories';
import { World } from './World';

jest.setTimeout(120_000);

const BACKEND = '@mission-control/plugin-missions-backend';
const directory = resolvePackagePath(BACKEND, 'migrations');
const { version }: { version: string } = require(resolvePackagePath(
  BACKEND,
  'package.json',
));
/** So long ago the recorded engine died: its leases are over. */
const LEASE_OVER_MS = 15_000;
const releases = recordedReleases();
const all = releases.flatMap(release =>
  readRecordings(release).map(
    recording => [release, recording.story, recording] as const,
  ),
);
const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const ids = databases.eachSupportedId().map(([id]) => id);

/** All on each; in the short form, each on one of them. */
const onDatabase = (position: number) =>
  process.env.MISSIONS_TEST_SHORT
    ? all.filter((_, index) => index % ids.length === position)
    : all;

describe('the recordings', () => {
  it('are there of this version, and of each kind', () => {
    // Missing after a new version: yarn workspace testbed record-histories
    expect(releases).toContain(version);
    const names = readRecordings(version).map(({ story }) => story);
    expect(names.sort()).toEqual(stories.map(({ name }) => name).sort());
  });

  it('hold what was sealed, and a password nowhere', () => {
    const text = JSON.stringify(all);
    expect(text).toContain('v1:history:');
    const rows = all.map(([, , { rows: found }]) => JSON.stringify(found));
    expect(rows.filter(each => each.includes('correct horse'))).toEqual([]);
  });
});

describe.each(ids.map((id, position) => [id, onDatabase(position)] as const))(
  'a run that an earlier engine left on %p',
  (id, recordings) => {
    let world: World | undefined;

    afterEach(async () => world?.stop());

    /** The database as the recording's engine had it; the newest one is started on it. */
    async function open(recording: Recording): Promise<World> {
      const knex = await databases.init(id);
      await knex.migrate.to({ directory, name: recording.schema });
      const shiftMs = Date.now() - LEASE_OVER_MS - Date.parse(recording.at);
      await loadRows(knex, recording.rows, shiftMs);
      return World.create(knex, recording.cluster);
    }

    it.each(recordings)(
      '%s, %s: goes on',
      async (_release, name, recording) => {
        const { runId, before } = recording;
        const story = stories.find(each => each.name === name)!;
        world = await open(recording);
        // Of the missions of the sources nothing is as it was: they changed, or are gone.
        await world.saveMissions(name.length % 2 === 0 ? changedMissions : []);
        await world.work();
        await story.goOn?.(world, runId);
        await reaches(world, runId, story.ends ?? 'succeeded');
        await takeBack(world, runId, story.takesBack);
        expect(compareClusters(before, await world.objects())).toEqual([]);
        expect(await twice(world)).toEqual([]);
        expect(await intents(world)).toEqual([]);
      },
    );
  },
);

/** Takes a run back, and approves what its undo and those of its children ask. */
async function takeBack(
  world: World,
  runId: string,
  recorded?: boolean,
): Promise<void> {
  const { db } = world.store;
  if (recorded) {
    const [id] = await db('runs').where({ undo_of: runId }).pluck('id');
    await reaches(world, id, 'succeeded');
    return;
  }
  const id = await undo(world, runId);
  await approve(world, id);
  const [child] = await db('runs').where({ parent_run_id: runId }).pluck('id');
  if (child) {
    await world.until('the undo of the child is there', async () =>
      Boolean(await db('runs').where({ undo_of: child }).first()),
    );
    const [{ id: childUndo }] = await db('runs').where({ undo_of: child });
    await approve(world, childUndo);
  }
  await reaches(world, id, 'succeeded');
}

/** Steps that succeeded more than once. */
function twice({ store }: World): Promise<unknown[]> {
  return store
    .db('run_events')
    .where({ type: 'step.succeeded' })
    .groupBy('run_id', 'target_id', 'step_id')
    .havingRaw('count(*) > 1')
    .select('run_id', 'step_id');
}

/** Entries of which nobody knows what became of them. */
function intents({ store }: World): Promise<unknown[]> {
  return store.db('run_journal').where({ state: 'intent' }).select('run_id');
}
