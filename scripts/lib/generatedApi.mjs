import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

import { findFiles } from './findFiles.mjs';

/** The description of the API, from which the folders below are generated. */
export const DESCRIPTION = 'plugins/missions-backend/src/schema/openapi.yaml';

/** Where router and server types, and where client and types are generated. */
export const SERVER_FOLDER =
  'plugins/missions-backend/src/schema/openapi/generated';
export const CLIENT_FOLDER =
  'plugins/missions-common/src/schema/openapi/generated';

/** In each generated folder: of what it was made, and what was made. */
export const RECORD = 'openapi.sha256';

/** What the generator writes besides code. */
export const LEFTOVERS = ['docs', '.openapi-generator'];

/** Records in each generated folder the description and the files. */
export function recordGeneration(root) {
  for (const folder of [SERVER_FOLDER, CLIENT_FOLDER]) {
    writeFileSync(join(root, folder, RECORD), recordOf(root, folder));
  }
}

/** What is wrong with the generated folders, in words; none is right. */
export function generationProblems(root) {
  return [SERVER_FOLDER, CLIENT_FOLDER].flatMap(folder => {
    const recorded = readIfThere(join(root, folder, RECORD));
    if (recorded === recordOf(root, folder)) {
      return [];
    }
    const [description] = recorded.split('\n');
    return recorded && description === descriptionLine(root)
      ? `${folder} was changed by hand; run "yarn generate-api"`
      : `${folder} was not generated from ${DESCRIPTION} as it is now; run "yarn generate-api"`;
  });
}

/** The description that a generated router validates by. */
export function embeddedSpec(router) {
  const start = router.indexOf('spec = {');
  const end = router.lastIndexOf('} as const;');
  if (start < 0 || end < 0) {
    throw new Error('the generated router has no "spec = { … } as const;"');
  }
  return JSON.parse(router.slice(start + 'spec = '.length, end + 1));
}

function recordOf(root, folder) {
  const home = join(root, folder);
  const hash = createHash('sha256');
  for (const path of findFiles(home, file => !file.endsWith(RECORD))) {
    const name = relative(home, path).split(sep).join('/');
    hash.update(JSON.stringify([name, readFileSync(path, 'utf8')]));
  }
  return `${descriptionLine(root)}\n${hash.digest('hex')}  generated files\n`;
}

function descriptionLine(root) {
  const hash = createHash('sha256');
  hash.update(readFileSync(join(root, DESCRIPTION)));
  return `${hash.digest('hex')}  openapi.yaml`;
}

function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
