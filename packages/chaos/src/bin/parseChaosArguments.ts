import { parseArgs } from 'node:util';
import { DATABASES, type DatabaseName } from '../databases/DatabaseName';

const MOST_SECONDS = 86_400;
const MOST_REPLICAS = 8;

/** What the command line asks for. */
export interface ChaosArguments {
  /** Text to print instead. */
  readonly help?: string;
  readonly databases: readonly DatabaseName[];
  readonly seed: number;
  readonly seconds: number;
  readonly replicas: number;
}

const HELP = `yarn chaos [--seed N] [--seconds 60] [--database ${DATABASES.join(
  ',',
)}] [--replicas 2]`;

/** Reads the command line. Throws with what is possible when it does not fit. */
export function parseChaosArguments(args: readonly string[]): ChaosArguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string' },
      seconds: { type: 'string', default: '60' },
      database: { type: 'string', default: DATABASES.join(',') },
      replicas: { type: 'string', default: '2' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const databases = values.database.split(',');
  const unknown = databases.filter(name => !isDatabase(name));
  if (unknown.length > 0) {
    throw new Error(
      `There is no database '${unknown.join(', ')}'; there is ${DATABASES.join(
        ', ',
      )}`,
    );
  }
  return {
    help: values.help ? HELP : undefined,
    databases: DATABASES.filter(name => databases.includes(name)),
    seed: readNumber(
      '--seed',
      values.seed ?? String(Math.floor(Math.random() * 2 ** 31)),
      2 ** 31,
    ),
    seconds: readNumber('--seconds', values.seconds, MOST_SECONDS),
    replicas: readNumber('--replicas', values.replicas, MOST_REPLICAS),
  };
}

function isDatabase(name: string): name is DatabaseName {
  return DATABASES.some(known => known === name);
}

function readNumber(option: string, text: string, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > most) {
    throw new Error(
      `${option} is '${text}'; give a whole number from 1 to ${most}`,
    );
  }
  return value;
}
