/*
 * yarn generate-api: router, server types, client and models from
 * openapi.yaml, and the record of it that scripts/generatedApi.test.mjs reads.
 */
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { runChild } from './lib/children.mjs';
import {
  CLIENT_FOLDER,
  LEFTOVERS,
  SERVER_FOLDER,
  recordGeneration,
} from './lib/generatedApi.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

await runChild({
  command: join(ROOT, 'node_modules', '.bin', 'backstage-repo-tools'),
  args: [
    ...['package', 'schema', 'openapi', 'generate', '--server'],
    ...['--client-package', 'plugins/missions-common'],
  ],
  cwd: join(ROOT, 'plugins/missions-backend'),
  env: process.env,
  quiet: false,
});
for (const folder of [SERVER_FOLDER, CLIENT_FOLDER]) {
  for (const name of LEFTOVERS) {
    rmSync(join(ROOT, folder, name), { recursive: true, force: true });
  }
}
recordGeneration(ROOT);
