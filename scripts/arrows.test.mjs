import assert from 'node:assert/strict';
import {
  mkdir,
  mkdtemp,
  readdir,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import { cruise } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const CONFIG = join(ROOT, '.dependency-cruiser.cjs');
const require = createRequire(import.meta.url);
const { forbidden } = require(CONFIG);
const { BACKEND_HOUSE } = require('./lib/backendHouse.cjs');

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
  'engine-imports-common': {
    [`${BACKEND}/engine/a.ts`]: imports(packageName('missions-node')),
    [`${BACKEND}/engine/b.ts`]: imports('node:fs/promises'),
    [`${BACKEND}/engine/c.ts`]: imports('node:crypto'),
    [`${BACKEND}/engine/d.ts`]: imports('typescript'),
  },
  'browser-needs-no-node': {
    'plugins/missions-common/src/a.ts': imports('node:crypto'),
    'plugins/missions-react/src/a.ts': imports('fs'),
    'plugins/missions/src/a.tsx': imports('node:path'),
  },
  'production-imports-no-tests': {
    'plugins/missions-node/src/a.ts': imports('./testing/b'),
    'plugins/missions-node/src/testing/b.ts': 'export const x = 1;\n',
    'packages/backend/src/a.ts': imports(
      '../../../plugins/missions/src/b.test',
    ),
    'plugins/missions/src/b.test.ts': 'export const x = 1;\n',
    'plugins/missions-react/src/c.ts': imports('./testUtils'),
    'plugins/missions-react/src/testUtils.ts': 'export const x = 1;\n',
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
  [`${BACKEND}/plugin.ts`]: imports('./routes/b'),
  [`${BACKEND}/routes/b.ts`]: 'export const x = 1;\n',
  [`${BACKEND}/engine/a.ts`]: imports(packageName('missions-common')),
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
    const ofHouse = Object.entries(BACKEND_HOUSE).flatMap(
      ([folder, { types }]) =>
        types.length > 0
          ? [`backend-${folder}`, `backend-${folder}-types`]
          : [`backend-${folder}`],
    );
    assert.deepEqual(
      [...Object.keys(BREAKS), ...ofHouse].sort(),
      forbidden.map(({ name }) => name).sort(),
    );
  });

  it('let pass what the design allows', async () => {
    assert.deepEqual(await violations(join(folder, 'allowed'), ALLOWED), []);
  });

  for (const [rule, files] of Object.entries(BREAKS)) {
    it(`report a breach of ${rule}`, async () => {
      const found = names(await violations(join(folder, rule), files));
      assert.ok(found.includes(rule), `reported: ${found.join(', ')}`);
    });
  }

  it('report each module that knows too much', async () => {
    const rule = 'modules-import-node-and-common';
    const found = await violations(join(folder, 'modules'), BREAKS[rule]);
    assert.equal(names(found).filter(name => name === rule).length, 3);
  });

  it('report each file that breaks them by itself', async () => {
    for (const rule of ['engine-imports-common', 'browser-needs-no-node']) {
      const found = await violations(
        join(folder, `${rule}-each`),
        BREAKS[rule],
      );
      assert.deepEqual(
        found
          .filter(({ name }) => name === rule)
          .map(({ from }) => from)
          .sort(),
        Object.keys(BREAKS[rule]).sort(),
      );
    }
  });
});

/** What tests share: of no house. */
const TESTS = ['__testUtils__', 'testing'];

describe('the house of the backend', () => {
  const folders = Object.keys(BACKEND_HOUSE);
  const pairs = folders.flatMap(from =>
    folders.filter(to => to !== from).map(to => ({ from, to })),
  );
  let folder;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mission-control-house-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('has an entry for each folder', async () => {
    const entries = await readdir(join(ROOT, BACKEND), { withFileTypes: true });
    assert.deepEqual(
      entries
        .filter(entry => entry.isDirectory() && !TESTS.includes(entry.name))
        .map(({ name }) => name)
        .sort(),
      [...folders].sort(),
    );
  });

  it('names only folders that are there', () => {
    for (const { uses, types } of Object.values(BACKEND_HOUSE)) {
      assert.deepEqual(
        [...uses, ...types].filter(name => !folders.includes(name)),
        [],
      );
    }
  });

  it('is the one of the design', () => {
    const { routes, services, worker, engine, store } = BACKEND_HOUSE;
    for (const inner of ['engine', 'store', 'worker', 'clusters', 'registry']) {
      assert.ok(!routes.uses.includes(inner), inner);
    }
    assert.ok(!services.uses.includes('worker'));
    for (const outer of ['routes', 'services', 'clusters', 'orbits']) {
      assert.ok(![...worker.uses, ...worker.types].includes(outer), outer);
      assert.ok(![...store.uses, ...store.types].includes(outer), outer);
    }
    assert.deepEqual([...engine.uses, ...engine.types], []);
  });

  it('lets a folder use those of its entry, and no other', async () => {
    const source = ({ from, to }) => `${BACKEND}/${from}/uses-${to}.ts`;
    const found = await violations(join(folder, 'values'), {
      ...leaves(folders),
      ...Object.fromEntries(
        pairs.map(pair => [source(pair), imports(`../${pair.to}/leaf`)]),
      ),
    });
    assert.deepEqual(
      found.map(({ from }) => from).sort(),
      pairs
        .filter(({ from, to }) => !BACKEND_HOUSE[from].uses.includes(to))
        .map(source)
        .sort(),
    );
  });

  it('lets a folder name the types of those of its entry, and no other', async () => {
    const source = ({ from, to }) => `${BACKEND}/${from}/names-${to}.ts`;
    const found = await violations(join(folder, 'types'), {
      ...leaves(folders),
      ...Object.fromEntries(
        pairs.map(pair => [
          source(pair),
          `import type { Leaf } from '../${pair.to}/leaf';\nexport type X = Leaf;\n`,
        ]),
      ),
    });
    const named = ({ from, to }) =>
      [...BACKEND_HOUSE[from].uses, ...BACKEND_HOUSE[from].types].includes(to);
    assert.deepEqual(
      found.map(({ from }) => from).sort(),
      pairs
        .filter(pair => !named(pair))
        .map(source)
        .sort(),
    );
  });

  it('sees a value that is imported beside a type', async () => {
    const found = await violations(join(folder, 'beside'), {
      ...leaves(folders),
      [`${BACKEND}/services/a.ts`]: `import type { Leaf } from '../worker/leaf';\nimport { leaf } from '../worker/leaf';\nexport const x: Leaf = leaf;\n`,
      [`${BACKEND}/services/b.ts`]: `import { leaf, type Leaf } from '../worker/leaf';\nexport const x: Leaf = leaf;\n`,
    });
    assert.deepEqual(found.map(({ from }) => from).sort(), [
      `${BACKEND}/services/a.ts`,
      `${BACKEND}/services/b.ts`,
    ]);
  });

  it('keeps folders from the files that wire them', async () => {
    const found = await violations(join(folder, 'wiring'), {
      ...Object.fromEntries(
        folders.map(name => [`${BACKEND}/${name}/a.ts`, imports('../plugin')]),
      ),
      [`${BACKEND}/plugin.ts`]: 'export const x = 1;\n',
    });
    assert.deepEqual(
      names(found).sort(),
      folders.map(name => `backend-${name}`).sort(),
    );
  });

  it('lets tests reach where they must', async () => {
    const found = await violations(join(folder, 'tests'), {
      ...leaves(folders),
      [`${BACKEND}/engine/a.test.ts`]: imports('../worker/leaf'),
      [`${BACKEND}/worker/__testUtils__/a.ts`]: imports('../../clusters/leaf'),
    });
    assert.deepEqual(found, []);
  });
});

/** In each folder a file that imports nothing. */
function leaves(folders) {
  return Object.fromEntries(
    folders.map(name => [
      `${BACKEND}/${name}/leaf.ts`,
      'export type Leaf = number;\nexport const leaf = 1;\n',
    ]),
  );
}

function names(found) {
  return found.map(({ name }) => name);
}

/** Writes a small repository; the rules that it breaks, and in which files. */
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
  // In this process: one of its own for each test takes most of the time.
  process.chdir(folder);
  const options = await extractDepcruiseOptions(CONFIG);
  const { output } = await cruise(['plugins', 'packages'], options);
  return output.summary.violations.map(({ rule, from }) => ({
    name: rule.name,
    from,
  }));
}
