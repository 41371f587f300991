import { benches } from '../benches/benches';
import { parseBenchArguments } from './parseBenchArguments';
import { runBenches } from '../benches/runBenches';
import type { BenchServer } from '../databases/BenchDatabase';
import { postgresServer } from '../databases/postgresServer';
import { sqliteServer } from '../databases/sqliteServer';
import { runSoak } from './soak';
import { figureTable } from '../report/figureTable';

async function main(): Promise<void> {
  const [first, ...rest] = process.argv.slice(2);
  if (first === 'soak') {
    await runSoak(rest);
    return;
  }
  const options = parseBenchArguments(process.argv.slice(2), benches);
  if (options.help) {
    process.stdout.write(`${options.help}\n`);
    return;
  }
  const servers: BenchServer[] = [];
  try {
    if (options.databases.includes('sqlite')) {
      servers.push(sqliteServer());
    }
    if (options.databases.includes('postgres')) {
      servers.push(await postgresServer());
    }
    const figures = await runBenches({
      ...options,
      servers,
      report: line => process.stderr.write(`${line}\n`),
    });
    process.stdout.write(
      options.json
        ? `${JSON.stringify(figures, undefined, 2)}\n`
        : `${figureTable(figures)}\n`,
    );
  } finally {
    await Promise.all(servers.map(server => server.stop()));
  }
}

main().then(
  () => process.exit(0),
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  },
);
