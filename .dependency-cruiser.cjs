/*
 * Who may import whom (docs: CONTRIBUTING.md, "The arrows"). Each rule has a
 * fixture in scripts/arrows.test.mjs that breaks it.
 *
 *   missions ─▶ missions-react ─▶ missions-common ◀─ missions-node ◀─ modules
 *                                        ▲                 ▲
 *                                        └─ missions-backend
 *   packages/* ─▶ plugins/*, never back
 */
const BACKEND = '^plugins/missions-backend/src';
const TESTS = '\\.test\\.tsx?$|/(testing|__testUtils__)/';

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
 * Inside of the backend: from one folder never to the others. A type alone may
 * cross: services implement interfaces that the worker declares.
 */
function never(name, folder, others, comment) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: `${BACKEND}/${folder}/`, pathNot: TESTS },
    to: {
      path: `${BACKEND}/(${others.join('|')})/`,
      dependencyTypesNot: ['type-only'],
    },
  };
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
      name: 'engine-stays-inside',
      comment: 'The engine is pure: values in, decisions out.',
      severity: 'error',
      from: { path: `${BACKEND}/engine/`, pathNot: TESTS },
      to: { path: `${BACKEND}/`, pathNot: `${BACKEND}/engine/` },
    },
    {
      name: 'engine-imports-common',
      comment: 'The engine is pure: of our plugins it needs common only.',
      severity: 'error',
      from: { path: `${BACKEND}/engine/`, pathNot: TESTS },
      to: {
        path: '^plugins/',
        pathNot: ['^plugins/missions-common/', '^plugins/missions-backend/'],
      },
    },
    {
      name: 'engine-does-no-io',
      comment: 'The engine is pure: no files, no network, no processes.',
      severity: 'error',
      from: { path: `${BACKEND}/engine/`, pathNot: TESTS },
      to: {
        path: [
          '^(node:)?(fs|net|http|https|http2|tls|dns|child_process|worker_threads|timers)(/|$)',
          'node_modules/(knex|express|undici|@kubernetes/|@backstage/backend-)',
        ],
      },
    },
    never(
      'routes-call-services',
      'routes',
      ['engine', 'store', 'worker'],
      'A route parses, asks one service and writes the answer.',
    ),
    never(
      'services-know-no-routes-or-worker',
      'services',
      ['routes', 'worker'],
      'Services stand on the engine and the store.',
    ),
    never(
      'worker-knows-no-routes-or-services',
      'worker',
      ['routes', 'services'],
      'The worker stands on the engine, the store and the registry.',
    ),
    never(
      'store-stands-alone',
      'store',
      ['routes', 'services', 'worker'],
      'The store is below everything that uses it.',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|dist-types|coverage)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
      mainFields: ['main', 'module'],
    },
  },
};
