import { startControlPlane } from '../controlplane/startControlPlane';

/** Prints the path of a kubeconfig and stays until it is interrupted. */
async function main(): Promise<void> {
  const cluster = await startControlPlane({
    report: line => process.stderr.write(`${line}\n`),
  });
  process.stdout.write(`${cluster.kubeconfig}\n`);
  await new Promise<void>(done => {
    process.once('SIGINT', () => done());
    process.once('SIGTERM', () => done());
  });
  await cluster.stop();
}

main().then(
  () => process.exit(0),
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  },
);
