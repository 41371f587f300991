import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { bundleKey } from './bundleKey';

const RECIPE = 'packages/testbed/src/bundle/buildBundle.ts';

describe('bundleKey', () => {
  let root: string;

  const write = async (path: string, text: string) => {
    const file = join(root, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  };
  const writePackage = (folder: string, name: string, needs: string[]) =>
    write(
      `${folder}/package.json`,
      JSON.stringify({
        name,
        dependencies: Object.fromEntries(needs.map(need => [need, '*'])),
      }),
    );
  const writeConfig = (title: string, port: number) =>
    write('app-config.yaml', stringify({ app: { title }, backend: { port } }));

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'mission-control-key-'));
    await write('yarn.lock', 'react@18');
    await write(RECIPE, 'build');
    await writeConfig('Portal', 7007);
    await writePackage('packages/app', 'app', ['react', '@our/pages']);
    await writePackage('plugins/pages', '@our/pages', ['@our/core']);
    await writePackage('plugins/core', '@our/core', ['@our/pages']);
    await writePackage('plugins/backend', '@our/backend', ['@our/core']);
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('is the same for the same files', async () => {
    await write('plugins/pages/src/page.tsx', 'page');
    const key = bundleKey(root);
    await write('plugins/pages/src/page.tsx', 'page');
    expect(bundleKey(root)).toBe(key);
    expect(key).toMatch(/^[0-9a-f]{16}$/);
  });

  it.each([
    'yarn.lock',
    RECIPE,
    'packages/app/src/App.tsx',
    'packages/app/public/index.html',
    'plugins/pages/src/deep/page.tsx',
    'plugins/core/src/index.ts',
    'plugins/core/config.d.ts',
  ])('changes with %s', async path => {
    const key = bundleKey(root);
    await write(path, 'changed');
    expect(bundleKey(root)).not.toBe(key);
  });

  it.each([
    'README.md',
    'packages/app/dist/main.js',
    'plugins/pages/src/page.test.tsx',
    'plugins/backend/src/index.ts',
  ])('stays with %s, which no bundle holds', async path => {
    const key = bundleKey(root);
    await write(path, 'changed');
    expect(bundleKey(root)).toBe(key);
  });

  it('knows a file by its path too', async () => {
    await write('plugins/core/src/one.ts', 'same');
    const key = bundleKey(root);
    await rm(join(root, 'plugins/core/src/one.ts'));
    await write('plugins/core/src/two.ts', 'same');
    expect(bundleKey(root)).not.toBe(key);
  });

  it('changes with a new dependency of the repository', async () => {
    const key = bundleKey(root);
    await writePackage('plugins/core', '@our/core', ['@our/backend']);
    expect(bundleKey(root)).not.toBe(key);
  });

  it('takes only its own part of the configuration', async () => {
    const key = bundleKey(root);
    await writeConfig('Portal', 8008);
    expect(bundleKey(root)).toBe(key);
    await writeConfig('Another', 8008);
    expect(bundleKey(root)).not.toBe(key);
  });
});
