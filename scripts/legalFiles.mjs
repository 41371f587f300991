/*
 * From prepack and postpack of each published package, in its folder:
 *
 *   node ../../scripts/legalFiles.mjs add      LICENSE and NOTICE come along
 *   node ../../scripts/legalFiles.mjs remove   and stand only at the root again
 */
import { copyFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const [verb] = process.argv.slice(2);

for (const name of ['LICENSE', 'NOTICE']) {
  const copy = join(process.cwd(), name);
  if (verb === 'add') {
    copyFileSync(join(ROOT, name), copy);
  } else if (verb === 'remove') {
    rmSync(copy, { force: true });
  } else {
    throw new Error(`legalFiles knows "add" and "remove", not "${verb}"`);
  }
}
