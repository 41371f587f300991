import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import createKnex from 'knex';
import { type BenchServer, RAW_ROW } from './BenchDatabase';

const ENGINE_FILE = 'engine.sqlite';

/**
 * SQLite files in temporary folders. The engine sets WAL and synchronous=FULL
 * on its own client; the baseline uses the same on a second file.
 */
export function sqliteServer(): BenchServer {
  return {
    title: 'SQLite',
    async open() {
      const folder = await mkdtemp(join(tmpdir(), 'mission-control-bench-'));
      const settings = {
        client: 'better-sqlite3',
        connection: { filename: join(folder, ENGINE_FILE) },
        useNullAsDefault: true,
        pool: { min: 1, max: 1 },
      };
      const knex = createKnex(settings);
      return {
        title: 'SQLite',
        knex,
        settings,
        parallel: false,
        connect: async () => connectRaw(folder),
        async remove() {
          await knex.destroy();
          await rm(folder, { recursive: true, force: true });
        },
      };
    },
    async stop() {},
  };
}

function connectRaw(folder: string) {
  const db = new Database(join(folder, 'raw.sqlite'));
  let engine: Database.Database | undefined;
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec(
    'CREATE TABLE IF NOT EXISTS raw (id INTEGER PRIMARY KEY, body TEXT NOT NULL)',
  );
  const insert = db.prepare('INSERT INTO raw (body) VALUES (?)');
  return {
    async commit() {
      insert.run(RAW_ROW);
    },
    async read(sql: string) {
      engine ??= new Database(join(folder, ENGINE_FILE), { readonly: true });
      return engine.prepare(sql).all().length;
    },
    async close() {
      engine?.close();
      db.close();
    },
  };
}
