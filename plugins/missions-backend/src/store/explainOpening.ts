import {
  isMissionError,
  MissionError,
} from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import { unavailableReason } from '../database';

/** What SQLite says of a file that it cannot use, with what to do. */
const faults: readonly (readonly [RegExp, string, string])[] = [
  [
    /^SQLITE_(NOTADB|CORRUPT)/,
    'is damaged, or is no SQLite database',
    'Put a backup in its place, or move the file away to start with an empty database.',
  ],
  [
    /^SQLITE_(READONLY|CANTOPEN|PERM)/,
    'cannot be written by this process',
    'Make the file and its folder writable for the user of the portal, or choose another folder.',
  ],
];

const LOCKED =
  'The migration of an earlier start was cut off. When no other process uses the file, set is_locked to 0 in its table knex_migrations_lock and start again.';

/**
 * Opens a SQLite file by fn. What fails on the way names the file and what to
 * do: whoever starts a portal sees one message only. Other databases are
 * opened as they are.
 */
export async function explainOpening(
  db: Knex,
  fn: () => Promise<void>,
): Promise<void> {
  const file = db.client.connectionSettings?.filename;
  if (!file) {
    await fn();
    return;
  }
  try {
    await tryToWrite(db);
    await fn();
  } catch (error) {
    if (isMissionError(error)) {
      throw error;
    }
    const { what, remedy } = faultOf(error);
    throw new MissionError(
      'DATABASE_UNAVAILABLE',
      `The SQLite file ${file} ${what}. ${remedy}`,
      { remedy, cause: error },
    );
  }
}

/** A migration would hide that it cannot write behind its own lock. */
async function tryToWrite(db: Knex): Promise<void> {
  const tx = await db.transaction();
  try {
    await tx.schema.createTable('missions_write_probe', table =>
      table.integer('never_committed'),
    );
  } finally {
    await tx.rollback();
  }
}

function faultOf(error: unknown): { what: string; remedy: string } {
  const { code, name, message } = error as Error & { code?: string };
  const known = faults.find(([codes]) => codes.test(code ?? ''));
  if (known) {
    return { what: known[1], remedy: known[2] };
  }
  if (name === 'MigrationLocked') {
    return { what: 'is locked for a migration', remedy: LOCKED };
  }
  const reason = unavailableReason(error);
  return {
    what: reason ? reason.what : `cannot be prepared: ${message}`,
    remedy: reason
      ? reason.remedy.replace('send the request again', 'start again')
      : 'Start the version that it was made with, or put a backup in its place.',
  };
}
