import { runChaos } from '../runChaos';
import { parseChaosArguments } from './parseChaosArguments';

const REST_SECONDS = 180;

/** `yarn chaos`: exits with 1 when something is not as it has to be. */
async function main(): Promise<number> {
  const { help, databases, ...options } = parseChaosArguments(
    process.argv.slice(2),
  );
  if (help) {
    process.stdout.write(`${help}\n`);
    return 0;
  }
  let failed = false;
  for (const database of databases) {
    const began = Date.now();
    const report = (line: string) => {
      const at = ((Date.now() - began) / 1_000).toFixed(1);
      process.stderr.write(`${at.padStart(6)} ${line}\n`);
    };
    process.stdout.write(`${database}, seed ${options.seed}\n`);
    const result = await runChaos({
      ...options,
      database,
      restSeconds: REST_SECONDS,
      report,
    });
    const { runs, kills, mostAtOnce, problems, standing = [], folder } = result;
    process.stdout.write(
      [
        `${runs} runs, ${mostAtOnce} at a time, ${kills} kills`,
        `faults: ${JSON.stringify(result.faults)}`,
        `people: ${JSON.stringify(result.acts)}`,
        ...(result.spared.length > 0
          ? [`not possible here: ${result.spared.join(', ')}`]
          : []),
        `${problems.length} problems`,
        '',
      ].join('\n'),
    );
    for (const line of [...problems, ...standing]) {
      process.stdout.write(`${line}\n`);
    }
    if (folder) {
      process.stdout.write(
        `Logs and what the database said of the runs are in ${folder}\n`,
      );
    }
    failed ||= problems.length > 0;
  }
  return failed ? 1 : 0;
}

main().then(
  code => process.exit(code),
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  },
);
