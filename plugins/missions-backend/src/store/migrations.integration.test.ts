import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { RunState, isTerminal } from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import { Sealer } from '../sealing';
import { engineDatabases } from './__testUtils__/databases';
import { insertRun } from './__testUtils__/insertRun';
import { Store } from './Store';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const directory = resolve(__dirname, '../../migrations');

/** All migrations before this one. */
async function migrateUpTo(db: Knex, name: string): Promise<void> {
  for (const file of (await readdir(directory)).sort()) {
    if (file < name) {
      await db.migrate.up({ directory, name: file });
    }
  }
}

const orbit = (at: string) => ({
  id: 'o1',
  mission_ref: 'test/look',
  title: 'Look',
  schedule_json: '{}',
  targets_json: '[]',
  parameters_json: '{}',
  owner: 'user:default/jane',
  created_at: at,
});

describe.each(ids)('migrations on %s', id => {
  it('go up, twice without harm, and down to nothing', async () => {
    const db = await databases.initEmpty(id);
    await db.migrate.latest({ directory });
    const [, again] = await db.migrate.latest({ directory });
    expect(again).toEqual([]);
    expect(await db.schema.hasTable('runs')).toBe(true);
    await db.migrate.rollback({ directory }, true);
    expect(await db.schema.hasTable('runs')).toBe(false);
    expect(await db.schema.hasTable('process_lock')).toBe(false);
    await db.migrate.latest({ directory });
    expect(await db.schema.hasTable('run_journal')).toBe(true);
  });

  it('keep exactly those states of runs and targets that the table calls terminal', async () => {
    const store = await Store.create({
      database: await databases.initEmpty(id),
      sealer: new Sealer(),
    });
    const { db } = store;
    const kept: Record<string, RunState[]> = { runs: [], run_targets: [] };
    for (const state of Object.values(RunState)) {
      const run = await insertRun(store);
      const rows = {
        runs: () => db('runs').where({ id: run.id }),
        run_targets: () => db('run_targets').where({ run_id: run.id }),
      };
      for (const [table, row] of Object.entries(rows)) {
        await row().update({ state });
        const other = state === 'failed' ? 'succeeded' : 'failed';
        await row()
          .update({ state: other })
          .catch(() => kept[table].push(state));
      }
    }
    await store.close();
    const terminal = Object.values(RunState).filter(isTerminal);
    expect(kept).toEqual({ runs: terminal, run_targets: terminal });
  });

  it('tell what became of slots before they had states', async () => {
    const db = await databases.initEmpty(id);
    const name = '20261121083000_slot_states.js';
    await migrateUpTo(db, name);
    const slot = '2026-11-21T02:00:00.000Z';
    await db('orbits').insert({ ...orbit(slot), next_run_at: slot });
    await db('orbit_slots').insert(
      [
        { run_id: 'r1', problem: null },
        { run_id: null, problem: 'Run r1 still goes on' },
        { run_id: null, problem: 'NOT_FOUND: There is no mission' },
        { run_id: null, problem: null },
      ].map((row, day) => ({
        ...row,
        orbit_id: 'o1',
        slot: slot.replace('21T', `2${day}T`),
        claimed_at: slot,
      })),
    );
    await db.migrate.up({ directory, name });
    expect((await db('orbits').first()).next_slot_at).toBe(slot);
    const rows = await db('orbit_slots').orderBy('slot');
    expect(rows.map(row => row.state)).toEqual([
      'started',
      'skipped',
      'refused',
      'due',
    ]);
    expect(rows.map(row => row.starts_at)).toEqual(rows.map(row => row.slot));
    await db('orbit_slots').where({ state: 'due' }).update({ state: 'queued' });
    await expect(
      db('orbit_slots').where({ state: 'refused' }).update({ state: 'queued' }),
    ).rejects.toThrow(/unique/i);
    await db.migrate.down({ directory, name });
    expect(Object.keys(await db('orbit_slots').first())).toEqual([
      'orbit_id',
      'slot',
      'run_id',
      'problem',
      'claimed_at',
    ]);
  });

  it('keep what hangs on runs, targets and orbits when they go down', async () => {
    const store = await Store.create({
      database: await databases.initEmpty(id),
      sealer: new Sealer(),
    });
    const { db } = store;
    const run = await insertRun(store);
    const at = '2026-11-21T02:00:00.000Z';
    await db('run_steps').insert({
      run_id: run.id,
      target_id: 'one',
      step_id: 'a',
      source_id: 'a',
      position: 0,
      name: 'A',
      action: 'core:noop',
      effect: 'read',
      state: 'succeeded',
    });
    await db('orbits').insert(orbit(at));
    await db('orbit_slots').insert({
      orbit_id: 'o1',
      slot: at,
      starts_at: at,
      state: 'due',
      claimed_at: at,
    });
    const newest = (await readdir(directory)).sort().reverse();
    for (const name of newest) {
      if (name < '20261123103000') {
        break;
      }
      await db.migrate.down({ directory, name });
    }
    expect(await db('run_targets').pluck('target_id')).toEqual(['one']);
    expect(await db('run_steps').pluck('step_id')).toEqual(['a']);
    expect(await db('orbit_slots').pluck('slot')).toEqual([at]);
    expect(Object.keys(await db('runs').first())).not.toContain('revision');
    // Its states are kept by the table still.
    await expect(
      db('run_steps').insert({
        run_id: 'none',
        target_id: 'one',
        step_id: 'b',
      }),
    ).rejects.toThrow();
    await store.close();
  });

  it('keep orbits and their slots when the hash of requests comes and goes', async () => {
    const db = await databases.initEmpty(id);
    const name = '20261121210000_orbit_request_hash.js';
    await migrateUpTo(db, name);
    const slot = '2026-11-21T02:00:00.000Z';
    await db('orbits').insert(orbit(slot));
    await db('orbit_slots').insert({
      orbit_id: 'o1',
      slot,
      state: 'due',
      claimed_at: slot,
    });
    await db.migrate.up({ directory, name });
    expect((await db('orbits').first()).request_hash).toBeNull();
    await db('orbits').update({ request_hash: 'a'.repeat(64) });
    await db.migrate.down({ directory, name });
    expect(Object.keys(await db('orbits').first())).not.toContain(
      'request_hash',
    );
    expect(await db('orbit_slots').pluck('slot')).toEqual([slot]);
  });
});
