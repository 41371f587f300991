import { parseArgs } from 'node:util';
import type { Bench, Pace } from '../benches/Bench';

const DATABASES = ['sqlite', 'postgres'] as const;
const MAX_SECONDS = 3_600;
const MAX_ROUNDS = 101;

/** A kind of database, as on the command line. */
export type DatabaseName = (typeof DATABASES)[number];

/** What the command line asks for. */
export interface BenchArguments {
  /** Text to print instead of measuring. */
  readonly help?: string;
  readonly chosen: readonly Bench[];
  readonly databases: readonly DatabaseName[];
  readonly pace: Pace;
  readonly rounds: number;
  readonly json: boolean;
}

/** Reads the command line. Throws with what is possible when it does not fit. */
export function parseBenchArguments(
  args: readonly string[],
  benches: readonly Bench[],
): BenchArguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      seconds: { type: 'string', default: '3' },
      rounds: { type: 'string', default: '3' },
      database: { type: 'string', default: DATABASES.join(',') },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const databases = values.database.split(',');
  const names = benches.map(bench => bench.name);
  guardKnown('There is no bench', positionals, names);
  guardKnown('There is no database', databases, DATABASES);
  return {
    help: values.help ? helpText(benches) : undefined,
    chosen: benches.filter(
      ({ name }) => positionals.length === 0 || positionals.includes(name),
    ),
    databases: DATABASES.filter(name => databases.includes(name)),
    pace: {
      milliseconds:
        1_000 * readNumber('--seconds', values.seconds, MAX_SECONDS),
      atLeast: 5,
    },
    rounds: Math.ceil(readNumber('--rounds', values.rounds, MAX_ROUNDS)),
    json: values.json,
  };
}

function guardKnown(
  complaint: string,
  given: readonly string[],
  known: readonly string[],
): void {
  const unknown = given.filter(name => !known.includes(name));
  if (unknown.length > 0) {
    throw new Error(
      `${complaint} '${unknown.join(', ')}'; there is ${known.join(', ')}`,
    );
  }
}

function readNumber(option: string, text: string, most: number): number {
  const value = Number(text);
  if (!(value > 0 && value <= most)) {
    throw new Error(
      `${option} is '${text}'; give a number above 0, at most ${most}`,
    );
  }
  return value;
}

function helpText(benches: readonly Bench[]): string {
  return [
    'yarn bench [name…] [--seconds 3] [--rounds 3] [--database sqlite,postgres] [--json]',
    'yarn bench soak [--minutes 60] [--database sqlite|postgres]',
    '',
    ...benches.map(
      ({ name, description }) => `${name.padEnd(18)}${description}`,
    ),
  ].join('\n');
}
