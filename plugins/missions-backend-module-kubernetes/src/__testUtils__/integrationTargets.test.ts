import { readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { shortTargets } from './integrationTargets';

const SOURCE = resolve(__dirname, '..');
const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter(
  path => path.endsWith('.integration.test.ts'),
);

describe('shortTargets', () => {
  it('chooses one by the name of the file, wherever the clone is', () => {
    expect(shortTargets('/a/ab.test.ts', ['one', 'other'])).toEqual(['one']);
    expect(shortTargets('/b/c/abc.test.ts', ['one', 'other'])).toEqual([
      'other',
    ]);
  });

  it('leaves some files of every folder to each', () => {
    const chosen = (folder: string) =>
      new Set(
        files
          .filter(path => path.startsWith(folder))
          .map(path => shortTargets(basename(path), ['one', 'other'])[0]),
      );
    expect(files.length).toBeGreaterThan(20);
    for (const folder of ['actions', 'undo', join('actions', 'delete')]) {
      expect(chosen(folder).size).toBe(2);
    }
  });
});
