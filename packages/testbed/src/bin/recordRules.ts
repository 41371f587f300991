import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createApiClient } from '@mission-control/plugin-missions-backend-module-demo/conformance';
import { acquireControlPlane } from '../controlplane/acquireControlPlane';
import { record } from '../recording/record';
import { GENERATED } from '../recording/types';

/** Records the rules of a real API server for the simulator: of the testbed, or of a kubeconfig. */
async function main([kubeconfig]: string[]): Promise<void> {
  const cluster = await acquireControlPlane(
    kubeconfig
      ? { ...process.env, MISSIONS_TEST_KUBECONFIG: kubeconfig }
      : process.env,
  );
  const client = createApiClient({
    server: cluster.server,
    ca: cluster.authority,
    cert: cluster.admin.certificate,
    key: cluster.admin.privateKey,
  });
  try {
    for (const [name, text] of Object.entries(await record(client))) {
      await writeFile(join(GENERATED, name), text);
      process.stdout.write(`${name}\n`);
    }
  } finally {
    client.close();
    await cluster.stop();
  }
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  },
);
