import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import createKnex from 'knex';
import { type BenchServer, RAW_ROW } from './BenchDatabase';

/**
 * SQLite files in temporary folders. The engine sets WAL and synchronous=FULL
 * on its own client; the baseline uses the same on a second file.
 */
export function sqliteServer(): BenchServer {
  return {
    title: 'SQLite',
    async open() {
      const folder = await mkdtemp(join(tmpdir(), 'mission-control-bench-'));
      const knex = createKnex({
        client: 'better-sqlite3',
        connection: { filename: join(folder, 'engine.sqlite') },
        useNullAsDefault: true,
        pool: { min: 1, max: 1 },
      });
      return {
        title: 'SQLite',
        knex,
        parallel: false,
        connect: async () => connectRaw(join(folder, 'raw.sqlite')),
        async remove() {
          await knex.destroy();
          await rm(folder, { recursive: true, force: true });
        },
      };
    },
    async stop() {},
  };
}

function connectRaw(path: string) {
  const db = new Database(path);
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
    async close() {
      db.close();
    },
  };
}
