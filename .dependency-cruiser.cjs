/*
 * Who may import whom (docs: CONTRIBUTING.md, "The arrows"). Each rule has a
 * fixture in scripts/arrows.test.mjs that breaks it.
 *
 *   missions ─▶ missions-react ─▶ missions-common ◀─ missions-node ◀─ modules
 *                                        ▲                 ▲
 *                                        └─ missions-backend
 *   packages/* ─▶ plugins/*, never back
 */
const { BACKEND_HOUSE } = require('./scripts/lib/backendHouse.cjs');

const BACKEND = '^plugins/missions-backend/src';
const TESTS = '\\.test\\.tsx?$|/(testing|__testUtils__)/';

/** What packages offer to tests of others, and what prepares their own. */
const TEST_ENTRIES = '/src/(testUtils|setupTests)\\.tsx?$';

const MODULES = '(?:missions|scaffolder|catalog|search)-backend-module-[^/]+';
const CONTRACT = ['^plugins/missions-node/', '^plugins/missions-common/'];

/** From `from`, of our own plugins only those in `allowed`. */
function only(name, from, allowed, comment) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: `^plugins/${from}/` },
    to: {
      path: '^plugins/',
      pathNot: [from, ...allowed].map(plugin => `^plugins/${plugin}/`),
    },
  };
}

/**
 * Inside of the backend: from a folder only to those that its entry in
 * BACKEND_HOUSE names, neither to files beside the folders.
 */
function housed([folder, { uses, types, why }]) {
  const from = { path: `${BACKEND}/${folder}/`, pathNot: TESTS };
  const inside = names => `${BACKEND}/(${names.join('|')})/`;
  return [
    {
      name: `backend-${folder}`,
      comment: why,
      severity: 'error',
      from,
      to: { path: `${BACKEND}/`, pathNot: inside([folder, ...uses, ...types]) },
    },
    types.length > 0 && {
      name: `backend-${folder}-types`,
      comment: `Types only from there. ${why}`,
      severity: 'error',
      from,
      to: { path: inside(types), dependencyTypesNot: ['type-only'] },
    },
  ].filter(Boolean);
}

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Two files that need each other are one file, or need a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'plugins-never-packages',
      comment: 'Plugins are published; packages/ is this repository only.',
      severity: 'error',
      from: { path: '^plugins/' },
      to: { path: '^packages/' },
    },
    only('common-imports-no-plugin', 'missions-common', [], 'The core.'),
    only(
      'node-imports-common',
      'missions-node',
      ['missions-common'],
      'The contract between backend and modules needs neither of them.',
    ),
    {
      name: 'modules-import-node-and-common',
      comment: 'A module knows the contract, not the inside of the backend.',
      severity: 'error',
      from: { path: `^plugins/(${MODULES})/`, pathNot: TESTS },
      to: {
        path: '^plugins/',
        pathNot: ['^plugins/$1/', ...CONTRACT],
      },
    },
    {
      name: 'backend-imports-node-and-common',
      comment: 'Modules are added by the adopter, never by the backend.',
      severity: 'error',
      from: { path: '^plugins/missions-backend/', pathNot: TESTS },
      to: {
        path: '^plugins/',
        pathNot: ['^plugins/missions-backend/', ...CONTRACT],
      },
    },
    {
      name: 'tests-import-only-the-simulator',
      comment: 'Tests of backend and modules may run on simulated clusters.',
      severity: 'error',
      from: { path: `^plugins/(missions-backend|${MODULES})/.*(${TESTS})` },
      to: {
        path: '^plugins/',
        pathNot: [
          '^plugins/$1/',
          ...CONTRACT,
          '^plugins/missions-backend-module-demo/src/index\\.ts$',
        ],
      },
    },
    only(
      'react-imports-common',
      'missions-react',
      ['missions-common'],
      'Widgets know neither pages nor any backend.',
    ),
    only(
      'pages-import-react-and-common',
      'missions',
      ['missions-react', 'missions-common'],
      'Pages talk to the backend by the API client in common.',
    ),
    {
      name: 'engine-imports-common',
      comment: 'The engine is pure: no I/O, no package, of our plugins common.',
      severity: 'error',
      from: { path: `${BACKEND}/engine/`, pathNot: TESTS },
      to: { pathNot: [`${BACKEND}/`, '^plugins/missions-common/'] },
    },
    {
      name: 'browser-needs-no-node',
      comment: 'What runs in the browser imports no module of Node.',
      severity: 'error',
      from: {
        path: '^plugins/(missions-common|missions-react|missions)/',
        pathNot: TESTS,
      },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'production-imports-no-tests',
      comment: 'What tests share is not for production.',
      severity: 'error',
      from: {
        path: '^(plugins|packages)/',
        pathNot: `${TESTS}|${TEST_ENTRIES}|^packages/(testbed|bench|chaos)/`,
      },
      to: { path: `${TESTS}|${TEST_ENTRIES}` },
    },
    ...Object.entries(BACKEND_HOUSE).flatMap(housed),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: {
      path: '^(plugins|packages)/[^/]+/(dist|dist-types|coverage)/|^dist-types/',
    },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
      mainFields: ['main', 'module'],
    },
  },
};
