import { MissionError } from '@mission-control/plugin-missions-common';

/** Why a database cannot serve. */
export interface UnavailableReason {
  /** What is wrong, after "The database of the portal". */
  readonly what: string;
  readonly remedy: string;
  /** It still reads well: only a write shows that it is over. */
  readonly reads?: boolean;
  /** The connection broke: nobody knows whether a commit arrived. */
  readonly broke?: boolean;
}

type Reason = UnavailableReason;

const FULL: Reason = {
  what: 'cannot be written: its disk is full',
  remedy: 'Free space where the database lies, then send the request again.',
  reads: true,
};
const READ_ONLY: Reason = {
  what: 'cannot be written: it is read-only',
  remedy:
    'Make the database writable for the user of the portal, then send the request again.',
  reads: true,
};
const UNREACHABLE: Reason = {
  what: 'does not answer',
  remedy: 'Start the database or mend the way to it, then send it again.',
};
const REFUSES: Reason = {
  what: 'refuses the portal',
  remedy:
    'Look whether user, password and name of the database are right and allowed, then send the request again.',
};
const BROKE: Reason = {
  what: 'ended the connection',
  remedy:
    'Reload and look whether it was done; send it again when it was not. The same Idempotency-Key starts nothing twice.',
  broke: true,
};

/** Codes of SQLite by their beginning: each has finer ones, such as SQLITE_IOERR_WRITE. */
const sqlite: readonly (readonly [string, Reason])[] = [
  ['SQLITE_FULL', FULL],
  ['SQLITE_READONLY', READ_ONLY],
  [
    'SQLITE_IOERR',
    {
      what: 'cannot be read or written: its disk reports an error',
      remedy: 'Look at the disk of the database, then send the request again.',
      reads: true,
    },
  ],
  [
    'SQLITE_CANTOPEN',
    {
      what: 'cannot be opened',
      remedy:
        'Look whether its file and folder are there and writable for the user of the portal.',
    },
  ],
  [
    'SQLITE_BUSY',
    {
      what: 'is busy: something else holds its file locked',
      remedy:
        'End what uses the file, a backup or a shell, then send the request again.',
    },
  ],
];

/** SQLSTATE of PostgreSQL, and errors of the system on the way to it. */
const postgres: Readonly<Record<string, Reason>> = {
  '53100': FULL,
  '53200': {
    what: 'is out of memory',
    remedy: 'Give the database more memory, then send the request again.',
  },
  '53300': {
    what: 'takes no more connections',
    remedy:
      'Raise max_connections or lower the pools of the portals, then send the request again.',
  },
  '25006': READ_ONLY,
  '57P01': BROKE,
  '57P02': BROKE,
  '57P03': UNREACHABLE,
  '28000': REFUSES,
  '28P01': REFUSES,
  '3D000': REFUSES,
  ECONNREFUSED: UNREACHABLE,
  ECONNRESET: BROKE,
  EPIPE: BROKE,
};

const POOL: Reason = {
  what: 'has no free connection for this portal',
  remedy:
    'Wait and send the request again; when it stays so, look what holds the connections, or enlarge the pool.',
};

/** What the driver of PostgreSQL says without any code. */
const BROKEN_CONNECTION = /^Connection terminated|connection error and is not/;

/** Names of errors that come from the database or from the socket to it. */
const NAMES = new Set(['Error', 'AggregateError', 'SqliteError', 'error']);

/** What the pool answered instead of a connection. */
const unconnected = new WeakMap<object, Reason>();

/** Why the database could not serve; undefined for what is no such error. */
export function unavailableReason(error: unknown): Reason | undefined {
  return (
    reasonOf(error) ?? (isObject(error) ? unconnected.get(error) : undefined)
  );
}

function reasonOf(error: unknown): Reason | undefined {
  const { name, message, code } = (error ?? {}) as Partial<
    Record<string, unknown>
  >;
  if (name === 'KnexTimeoutError') {
    return POOL;
  }
  if (!NAMES.has(String(name))) {
    return undefined;
  }
  if (typeof code !== 'string') {
    return BROKEN_CONNECTION.test(String(message)) ? BROKE : undefined;
  }
  return (
    sqlite.find(([begin]) => code.startsWith(begin))?.[1] ?? postgres[code]
  );
}

/**
 * The database is full, read-only, locked or away: in the words of the
 * catalogue, with what was changed and what to do. Undefined for everything
 * else that a database answers, which is a defect of ours.
 */
export function databaseUnavailable(error: unknown): MissionError | undefined {
  const reason = unavailableReason(error);
  return reason && explain(reason, error);
}

/**
 * Why a connection could not be had, which always is the database's matter:
 * whoever meets the same error again is told so.
 */
export function noConnection(error: unknown): MissionError {
  // Tarn's error has no other name than that of its class.
  const isTimeout =
    isObject(error) && error.constructor.name === 'TimeoutError';
  const reason = reasonOf(error) ?? (isTimeout ? POOL : UNREACHABLE);
  if (isObject(error)) {
    unconnected.set(error, reason);
  }
  return explain(reason, error);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function explain(reason: Reason, cause: unknown): MissionError {
  return new MissionError(
    'DATABASE_UNAVAILABLE',
    `The database of the portal ${reason.what}. ${
      reason.broke
        ? 'Whether the change was stored is not known'
        : 'Nothing was changed'
    }.`,
    { remedy: reason.remedy, cause },
  );
}
