import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { missionJsonSchema } from '../format/jsonSchema';
import { equalityPage } from './equalityPage';
import { errorsPage } from './errorsPage';
import { formatPage } from './formatPage';
import { linterPage } from './linterPage';
import { statesPage } from './statesPage';

const pages: [string, () => string][] = [
  ['mission-format.md', formatPage],
  ['mission.schema.json', () => JSON.stringify(missionJsonSchema())],
  ['linter.md', linterPage],
  ['errors.md', errorsPage],
  ['states.md', statesPage],
  ['equality.md', equalityPage],
];

// UPDATE_DOCS=1 writes the pages instead of comparing them.
describe('generated documentation', () => {
  it.each(pages)('docs/%s is what the code says', async (name, make) => {
    const file = resolve(__dirname, '../../../../docs', name);
    const made = format(make(), {
      ...(await resolveConfig(file)),
      filepath: file,
    });
    if (process.env.UPDATE_DOCS === '1') {
      writeFileSync(file, made);
    }
    expect(readFileSync(file, 'utf8')).toBe(made);
  });
});
