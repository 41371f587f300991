/*
 * From prepack, after Backstage's: an entry that serves this repository alone
 * stays out of the published package. Backstage's postpack undoes it.
 *
 *   node ../../scripts/dropEntry.mjs testUtils
 */
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [entry] = process.argv.slice(2);
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
if (!manifest.exports?.[`./${entry}`]) {
  throw new Error(`${manifest.name} has no entry "./${entry}"`);
}
delete manifest.exports[`./${entry}`];
delete manifest.typesVersions?.['*'][entry];
writeFileSync('package.json', `${JSON.stringify(manifest, null, 2)}\n`);
for (const file of readdirSync('dist')) {
  if (file.startsWith(`${entry}.`)) {
    rmSync(join('dist', file));
  }
}
