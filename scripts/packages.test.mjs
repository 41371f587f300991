import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const manifestOf = folder =>
  JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
const foldersIn = parent =>
  readdirSync(join(ROOT, parent), { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(({ name }) => `${parent}/${name}`)
    .filter(folder => existsSync(join(ROOT, folder, 'package.json')));
const published = foldersIn('plugins').map(folder => ({
  folder,
  manifest: manifestOf(folder),
}));

/** Entries that serve this repository alone and are not published. */
const PRIVATE_ENTRIES = { 'plugins/missions-backend': ['testUtils'] };

const ROLES = {
  '-backend': 'backend-plugin',
  '-common': 'common-library',
  '-node': 'node-library',
  '-react': 'web-library',
};

/** The role that the end of a package's name promises. */
function roleOf(name) {
  if (name.includes('-backend-module-')) {
    return 'backend-plugin-module';
  }
  const [, role] =
    Object.entries(ROLES).find(([end]) => name.endsWith(end)) ?? [];
  return role ?? 'frontend-plugin';
}

/** Packages of one plugin: the plugin, its backend and its libraries. */
const pluginPackages = published
  .filter(({ manifest }) => !manifest.name.includes('-backend-module-'))
  .map(({ manifest }) => manifest.name)
  .sort();

for (const { folder, manifest } of published) {
  describe(`the package.json of ${folder}`, () => {
    const { url } = manifestOf('plugins/missions').repository;

    it('says what it is and where it comes from', () => {
      assert.equal(
        manifest.name,
        folder.replace('plugins/', '@mission-control/plugin-'),
      );
      assert.match(manifest.version, /^\d+\.\d+\.\d+$/);
      assert.match(manifest.description, /^\w.{15,}[^.]$/);
      assert.equal(manifest.license, 'Apache-2.0');
      assert.ok(manifest.keywords.includes('backstage'));
      assert.deepEqual(manifest.repository, {
        type: 'git',
        url,
        directory: folder,
      });
      assert.equal(manifest.homepage, `${url}/tree/main/${folder}#readme`);
      assert.deepEqual(manifest.bugs, { url: `${url}/issues` });
    });

    it('can be published', () => {
      assert.notEqual(manifest.private, true);
      assert.equal(manifest.publishConfig.access, 'public');
      assert.equal(
        manifest.scripts.prepack,
        [
          'backstage-cli package prepack',
          'node ../../scripts/legalFiles.mjs add',
          ...(PRIVATE_ENTRIES[folder] ?? []).map(
            entry => `node ../../scripts/dropEntry.mjs ${entry}`,
          ),
        ].join(' && '),
      );
      assert.equal(
        manifest.scripts.postpack,
        'node ../../scripts/legalFiles.mjs remove && backstage-cli package postpack',
      );
    });

    it('takes the license and the notice along', () => {
      assert.ok(manifest.files.includes('LICENSE'));
      assert.ok(manifest.files.includes('NOTICE'));
    });

    it('has a README whose links also lead somewhere on a registry', () => {
      const readme = readFileSync(join(ROOT, folder, 'README.md'), 'utf8');
      assert.deepEqual(readme.match(/\]\((?![a-z]+:|#)[^)]*\)/g) ?? [], []);
    });

    it('packs what it needs', () => {
      const { files, configSchema } = manifest;
      assert.ok(files.includes('dist'));
      assert.equal(configSchema, configSchema && 'config.d.ts');
      for (const part of ['config.d.ts', 'migrations']) {
        assert.equal(
          files.includes(part),
          existsSync(join(ROOT, folder, part)),
          part,
        );
      }
      assert.ok(existsSync(join(ROOT, folder, 'README.md')));
    });

    it('has its place in Backstage', () => {
      const { backstage, name } = manifest;
      assert.equal(backstage.role, roleOf(name));
      assert.equal(
        backstage.pluginId,
        name.includes('/plugin-scaffolder-') ? 'scaffolder' : 'missions',
      );
      if (backstage.role === 'backend-plugin-module') {
        assert.ok(
          backstage.pluginPackage.endsWith(`${backstage.pluginId}-backend`),
        );
      } else {
        assert.deepEqual(backstage.pluginPackages, pluginPackages);
      }
    });

    it('exports files that exist, with their types', () => {
      const { exports = {}, typesVersions } = manifest;
      for (const [path, file] of Object.entries(exports)) {
        assert.ok(existsSync(join(ROOT, folder, file)), file);
        const name = path.slice(2);
        if (name && name !== 'package.json') {
          assert.deepEqual(typesVersions['*'][name], [file.slice(2)]);
        }
      }
    });
  });
}

it('publishes nothing of packages/', () => {
  const folders = foldersIn('packages');
  assert.ok(folders.length > 0);
  assert.deepEqual(
    folders.filter(folder => manifestOf(folder).private !== true),
    [],
  );
});
