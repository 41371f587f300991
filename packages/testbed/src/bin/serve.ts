import { findChromium } from '../chromium/findChromium';
import { startControlPlane } from '../controlplane/startControlPlane';
import { findHelm } from '../helm/findHelm';
import { startPostgres } from '../postgres/startPostgres';

/** Must match what scripts/lib/testbed.mjs looks for. */
const ANSWER_PREFIX = 'testbed: ';

interface Served {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stop?: () => Promise<void>;
}

const PARTS: Record<string, () => Promise<Served>> = {
  postgres: async () => {
    const existing = process.env.MISSIONS_TEST_POSTGRES_URL;
    const { url, stop } = existing
      ? { url: existing, stop: undefined }
      : await startPostgres();
    return {
      env: {
        MISSIONS_TEST_POSTGRES_URL: url,
        BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING: url,
      },
      stop,
    };
  },
  'control-plane': async () => {
    if (process.env.MISSIONS_TEST_KUBECONFIG) {
      return { env: {} };
    }
    const cluster = await startControlPlane({
      report: line => process.stderr.write(`${line}\n`),
    });
    return {
      env: { MISSIONS_TEST_KUBECONFIG: cluster.kubeconfig },
      stop: cluster.stop,
    };
  },
  chromium: async () => {
    // Unpacks it where needed; each browser test starts its own.
    await findChromium();
    return { env: {} };
  },
  helm: async () => ({ env: { MISSIONS_TEST_HELM: await findHelm() } }),
};

/**
 * Starts the parts that are named as arguments, prints one line that says how
 * to reach them and what this machine lacks, and stays until it is told to end.
 */
async function main(): Promise<void> {
  const env: Record<string, string | undefined> = {};
  const missing: Record<string, string> = {};
  const stops: Array<() => Promise<void>> = [];
  for (const name of process.argv.slice(2)) {
    try {
      const served = await PARTS[name]();
      Object.assign(env, served.env);
      if (served.stop) {
        stops.unshift(served.stop);
      }
    } catch (error) {
      missing[name] = (error as Error).message;
    }
  }
  process.stdout.write(`${ANSWER_PREFIX}${JSON.stringify({ env, missing })}\n`);
  const staying = setInterval(() => {}, 60_000);
  await new Promise<void>(done => {
    process.once('SIGINT', () => done());
    process.once('SIGTERM', () => done());
  });
  clearInterval(staying);
  for (const stop of stops) {
    await stop();
  }
}

main().then(
  () => process.exit(0),
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  },
);
