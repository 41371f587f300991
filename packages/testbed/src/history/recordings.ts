import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ComparableObject } from '@mission-control/plugin-missions-common';
import createKnex from 'knex';
import { missions } from './missions';
import { start } from './people';
import { Recorder, type Moment } from './Recorder';
import { stories, type Story } from './stories';
import { World } from './World';

/** A folder for each release, which stays for ever. */
const RELEASES = join(__dirname, 'releases');

/** A run in the middle of something, with all that belongs to it. */
export interface Recording extends Moment {
  readonly story: string;
  readonly runId: string;
  readonly at: string;
  /** The cluster before the run. */
  readonly before: readonly ComparableObject[];
}

/** The releases of which there are recordings, oldest first. */
export function recordedReleases(): string[] {
  return readdirSync(RELEASES).sort((a, b) =>
    a.localeCompare(b, 'en', { numeric: true }),
  );
}

/** The recordings of a release. */
export function readRecordings(release: string): Recording[] {
  const folder = join(RELEASES, release);
  return readdirSync(folder)
    .sort()
    .map(name => JSON.parse(readFileSync(join(folder, name), 'utf8')));
}

/** Records every story with this engine, for a release. */
export async function recordAll(release: string): Promise<string[]> {
  const folder = join(RELEASES, release);
  await mkdir(folder, { recursive: true });
  for (const story of stories) {
    const text = JSON.stringify(await recordStory(story), undefined, 1);
    await writeFile(join(folder, `${story.name}.json`), `${text}\n`);
  }
  return stories.map(({ name }) => name);
}

/** Plays a story on SQLite up to its moment. */
export async function recordStory(story: Story): Promise<Recording> {
  const knex = createKnex({
    client: 'better-sqlite3',
    connection: { filename: ':memory:' },
    useNullAsDefault: true,
    pool: { min: 1, max: 1 },
  });
  const world = await World.create(knex);
  try {
    await world.saveMissions(Object.values(missions));
    const before = await world.objects();
    const runId = await start(world, story.mission);
    const moment = await story.record(new Recorder(world), runId);
    return {
      story: story.name,
      runId,
      at: new Date().toISOString(),
      before,
      ...moment,
    };
  } finally {
    world.simulator.faults.set();
    await world.stop();
    await knex.destroy();
  }
}
