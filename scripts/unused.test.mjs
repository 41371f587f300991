import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const CONFIG = 'knip.production.jsonc';
const execFileAsync = promisify(execFile);

const FILES = {
  'package.json': JSON.stringify({
    name: 'a-repository',
    private: true,
    workspaces: ['plugins/*'],
  }),
  'plugins/house/package.json': JSON.stringify({
    name: 'house',
    main: 'src/index.ts',
  }),
  'plugins/house/src/index.ts': `export { door } from './rooms';\n`,
  'plugins/house/src/rooms/index.ts': `export { door, attic } from './doors';\nexport { window } from './windows';\n`,
  'plugins/house/src/rooms/doors.ts':
    'export const door = 1;\nexport const attic = 2;\n',
  'plugins/house/src/rooms/windows.ts': 'export const window = 3;\n',
  'plugins/house/src/rooms/doors.test.ts': `import { attic } from '.';\nimport { cellar } from './cellar';\nattic === cellar;\n`,
  'plugins/house/src/rooms/cellar.ts': 'export const cellar = 4;\n',
};

describe('what nobody but tests uses', () => {
  let folder;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mission-control-unused-'));
    for (const [path, content] of Object.entries(FILES)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
    await copyFile(join(ROOT, CONFIG), join(folder, CONFIG));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('is found, as an export and as a file', async () => {
    const { stdout } = await execFileAsync(
      join(ROOT, 'node_modules', '.bin', 'knip'),
      ['--no-config-hints', '--config', CONFIG, '--reporter', 'json'],
      { cwd: folder },
    ).catch(error => error);
    const { issues, files } = JSON.parse(stdout);
    const exported = issues.flatMap(issue =>
      (issue.exports ?? []).map(({ name }) => name),
    );
    assert.ok(exported.includes('attic'), stdout);
    assert.ok(!exported.includes('door'), stdout);
    assert.deepEqual(files, ['plugins/house/src/rooms/cellar.ts']);
  });
});
