import { parseArgs } from 'node:util';
import { soak } from '../benches/soak';
import { postgresServer } from '../databases/postgresServer';
import { sqliteServer } from '../databases/sqliteServer';

const MAX_MINUTES = 24 * 60;

/** `yarn bench soak --minutes 60 --database sqlite` */
export async function runSoak(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: 'string', default: '60' },
      database: { type: 'string', default: 'sqlite' },
    },
  });
  const minutes = Number(values.minutes);
  if (!(minutes > 0 && minutes <= MAX_MINUTES)) {
    throw new Error(
      `--minutes is '${values.minutes}'; give a number above 0, at most ${MAX_MINUTES}`,
    );
  }
  if (!['sqlite', 'postgres'].includes(values.database)) {
    throw new Error(
      `There is no database '${values.database}'; there is sqlite, postgres`,
    );
  }
  const server =
    values.database === 'sqlite' ? sqliteServer() : await postgresServer();
  try {
    const { growth } = await soak({
      server,
      minutes,
      report: line => process.stderr.write(`${line}\n`),
    });
    process.stdout.write(
      `Grew a minute: ${JSON.stringify(growth, undefined, 2)}\n`,
    );
  } finally {
    await server.stop();
  }
}
