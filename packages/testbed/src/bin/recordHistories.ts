import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { recordAll } from '../history/recordings';

/** Records runs in every state with the engine of this version. */
async function main(): Promise<void> {
  const { version } = require(resolvePackagePath(
    '@mission-control/plugin-missions-backend',
    'package.json',
  ));
  const names = await recordAll(version);
  process.stdout.write(`${version}: ${names.join(', ')}\n`);
}

main().then(
  () => process.exit(0),
  (error: Error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
