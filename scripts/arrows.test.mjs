import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const CONFIG = join(ROOT, '.dependency-cruiser.cjs');
const { forbidden } = createRequire(import.meta.url)(CONFIG);
const execFileAsync = promisify(execFile);

const PLUGINS = [
  'missions-common',
  'missions-node',
  'missions-backend',
  'missions-backend-module-kubernetes',
  'missions-backend-module-demo',
  'missions-react',
  'missions',
  'scaffolder-backend-module-missions',
];
const packageName = plugin => `@mission-control/plugin-${plugin}`;
const imports = target => `import '${target}';\nexport const x = 1;\n`;
const BACKEND = 'plugins/missions-backend/src';

/** For each rule the files that break it, and nothing else. */
const BREAKS = {
  'no-circles': {
    'plugins/missions-common/src/a.ts': `import type { B } from './b';\nexport type A = B;\n`,
    'plugins/missions-common/src/b.ts': `import type { A } from './a';\nexport type B = A[];\n`,
  },
  'plugins-never-packages': {
    'plugins/missions-common/src/a.ts': imports('../../../packages/app/src'),
    'packages/app/src/index.ts': 'export const x = 1;\n',
  },
  'common-imports-no-plugin': {
    'plugins/missions-common/src/a.ts': imports(packageName('missions-node')),
  },
  'node-imports-common': {
    'plugins/missions-node/src/a.ts': imports(packageName('missions-backend')),
  },
  'modules-import-node-and-common': {
    'plugins/missions-backend-module-kubernetes/src/a.ts': imports(
      packageName('missions-backend'),
    ),
    'plugins/missions-backend-module-demo/src/a.ts': imports(
      packageName('missions-backend-module-kubernetes'),
    ),
    'plugins/scaffolder-backend-module-missions/src/a.ts': imports(
      packageName('missions-react'),
    ),
  },
  'backend-imports-node-and-common': {
    [`${BACKEND}/a.ts`]: imports(
      packageName('missions-backend-module-kubernetes'),
    ),
  },
  'tests-import-only-the-simulator': {
    'plugins/missions-backend-module-kubernetes/src/a.test.ts': imports(
      packageName('missions-backend'),
    ),
  },
  'react-imports-common': {
    'plugins/missions-react/src/a.ts': imports(packageName('missions')),
  },
  'pages-import-react-and-common': {
    'plugins/missions/src/a.ts': imports(packageName('missions-node')),
  },
  'engine-stays-inside': {
    [`${BACKEND}/engine/a.ts`]: imports('../clusters/b'),
    [`${BACKEND}/clusters/b.ts`]: 'export const x = 1;\n',
  },
  'engine-imports-common': {
    [`${BACKEND}/engine/a.ts`]: imports(packageName('missions-node')),
  },
  'engine-does-no-io': {
    [`${BACKEND}/engine/a.ts`]: imports('node:fs/promises'),
  },
  'routes-call-services': {
    [`${BACKEND}/routes/a.ts`]: imports('../store/b'),
    [`${BACKEND}/store/b.ts`]: 'export const x = 1;\n',
  },
  'services-know-no-routes-or-worker': {
    [`${BACKEND}/services/a.ts`]: imports('../worker/b'),
    [`${BACKEND}/worker/b.ts`]: 'export const x = 1;\n',
  },
  'worker-knows-no-routes-or-services': {
    [`${BACKEND}/worker/a.ts`]: imports('../services/b'),
    [`${BACKEND}/services/b.ts`]: 'export const x = 1;\n',
  },
  'store-stands-alone': {
    [`${BACKEND}/store/a.ts`]: imports('../worker/b'),
    [`${BACKEND}/worker/b.ts`]: 'export const x = 1;\n',
  },
};

/** What the arrows allow, all at once. */
const ALLOWED = {
  'plugins/missions-node/src/a.ts': imports(packageName('missions-common')),
  'plugins/missions-backend-module-demo/src/a.ts':
    imports(packageName('missions-node')) +
    `import '${packageName('missions-common')}';\n`,
  'plugins/missions-react/src/a.ts': imports(packageName('missions-common')),
  'plugins/missions/src/a.ts': imports(packageName('missions-react')),
  [`${BACKEND}/routes/a.ts`]: imports('../services/a'),
  [`${BACKEND}/services/a.ts`]: imports('../engine/a'),
  [`${BACKEND}/services/b.ts`]: `import type { Port } from '../worker/b';\nexport type B = Port;\n`,
  [`${BACKEND}/worker/b.ts`]: 'export type Port = string;\n',
  [`${BACKEND}/worker/a.ts`]: imports('../store/a'),
  [`${BACKEND}/engine/a.ts`]:
    imports(packageName('missions-common')) + `import 'node:crypto';\n`,
  [`${BACKEND}/store/a.ts`]: 'export const x = 1;\n',
  [`${BACKEND}/routes/a.test.ts`]: imports('../store/a'),
  [`${BACKEND}/clusters/a.integration.test.ts`]: imports(
    packageName('missions-backend-module-demo'),
  ),
  'plugins/missions-backend-module-kubernetes/src/testing/a.ts': imports(
    packageName('missions-backend-module-demo'),
  ),
  'packages/app/src/index.ts': imports(packageName('missions')),
};

describe('the arrows', () => {
  let folder;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mission-control-arrows-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('have a fixture for each rule', () => {
    assert.deepEqual(
      Object.keys(BREAKS).sort(),
      forbidden.map(({ name }) => name).sort(),
    );
  });

  it('let pass what the design allows', async () => {
    assert.deepEqual(await violations(join(folder, 'allowed'), ALLOWED), []);
  });

  for (const [rule, files] of Object.entries(BREAKS)) {
    it(`report a breach of ${rule}`, async () => {
      const found = await violations(join(folder, rule), files);
      assert.ok(found.includes(rule), `reported: ${found.join(', ')}`);
    });
  }

  it('report each module that knows too much', async () => {
    const rule = 'modules-import-node-and-common';
    const found = await violations(join(folder, 'modules'), BREAKS[rule]);
    assert.equal(found.filter(name => name === rule).length, 3);
  });
});

/** Writes a small repository and lists the rules that it breaks. */
async function violations(folder, files) {
  const scope = join(folder, 'node_modules', '@mission-control');
  await mkdir(scope, { recursive: true });
  await mkdir(join(folder, 'packages'), { recursive: true });
  await writeFile(join(folder, 'tsconfig.json'), '{}');
  for (const plugin of PLUGINS) {
    const home = join(folder, 'plugins', plugin);
    await mkdir(join(home, 'src'), { recursive: true });
    await writeFile(
      join(home, 'package.json'),
      JSON.stringify({ name: packageName(plugin), main: 'src/index.ts' }),
    );
    await writeFile(join(home, 'src', 'index.ts'), 'export const y = 1;\n');
    await symlink(home, join(scope, `plugin-${plugin}`));
  }
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  const { stdout } = await execFileAsync(
    join(ROOT, 'node_modules', '.bin', 'depcruise'),
    ['--config', CONFIG, '--output-type', 'json', 'plugins', 'packages'],
    { cwd: folder, maxBuffer: 64 * 1024 * 1024 },
  ).catch(error => error);
  return JSON.parse(stdout).summary.violations.map(({ rule }) => rule.name);
}
