import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { MISSIONS, missionRbacFiles } from './missionRbacFiles';

const files = missionRbacFiles();

// UPDATE_DOCS=1 writes the files instead of comparing them.
describe('the roles that are shipped', () => {
  it.each(files.map(({ file, text }) => [file, text]))(
    'missions/%s is what the missions need',
    async (file, text) => {
      const path = join(MISSIONS, file);
      const made = format(text, {
        ...(await resolveConfig(path)),
        filepath: path,
      });
      if (process.env.UPDATE_DOCS === '1') {
        writeFileSync(path, made);
      }
      expect(existsSync(path) ? readFileSync(path, 'utf8') : '').toBe(made);
    },
  );

  it('are one of each mission, and one of all', () => {
    expect(files.length).toBeGreaterThan(5);
  });
});
