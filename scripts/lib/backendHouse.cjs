/**
 * The folders of missions-backend/src and what each may import of the others:
 * `uses` as it likes, `types` as types only. What is not named is forbidden.
 * `.dependency-cruiser.cjs` makes rules of it, `scripts/arrows.test.mjs` tries
 * every pair of folders.
 */
const BACKEND_HOUSE = {
  routes: {
    // database: a database that is away is an answer of its own (sendError).
    uses: ['services', 'schema', 'database'],
    // The stream hears of changes by the feed that `plugin.ts` hands over.
    types: ['store', 'telemetry'],
    why: 'A route parses, asks one service and writes the answer.',
  },
  services: {
    uses: [
      ...['engine', 'store', 'registry', 'clusters', 'permissions'],
      // sealing: a service masks; orbits: it tells states and next slots.
      ...['sealing', 'orbits'],
    ],
    // Services implement the interfaces that the worker declares; the status
    // asks the parts of the engine how they are.
    types: ['worker', 'pulse'],
    why: 'Services stand on the engine and the store.',
  },
  worker: {
    uses: ['engine', 'store', 'registry', 'sealing', 'pulse', 'telemetry'],
    types: [],
    why: 'The worker stands on the engine, the store and the registry; clusters come to it as an interface.',
  },
  engine: {
    uses: [],
    types: [],
    why: 'The engine is pure: values in, decisions out.',
  },
  store: {
    // engine: who changes a row decides by the same rules as the worker.
    uses: ['engine', 'sealing', 'database', 'telemetry'],
    // The shape of a permission's filter, which the store makes SQL of.
    types: ['permissions'],
    why: 'The store is below everything that uses it.',
  },
  orbits: {
    uses: ['store', 'pulse'],
    // A slot starts a run through the service that everybody uses.
    types: ['services'],
    why: 'An orbit starts runs like any other caller.',
  },
  notifications: {
    uses: ['store'],
    types: [],
    why: 'Notices are made of what the store knows.',
  },
  sources: {
    uses: ['store', 'registry'],
    // The seeder asks whether a cluster is a simulated one; a source that is
    // old is told as a part of the engine that stands still.
    types: ['clusters', 'pulse'],
    why: 'A source reads missions, lints them by the registry, stores them.',
  },
  actions: { uses: [], types: [], why: 'An action knows its contract only.' },
  clusters: {
    uses: ['telemetry'],
    types: [],
    why: 'Cluster access knows nothing of runs.',
  },
  database: { uses: [], types: [], why: 'What a database says stands alone.' },
  permissions: { uses: [], types: [], why: 'Rules are about plain values.' },
  pulse: { uses: [], types: [], why: 'Whoever has a pulse is above it.' },
  registry: {
    uses: [],
    types: [],
    why: 'The registry holds what it is given.',
  },
  schema: { uses: [], types: [], why: 'Generated code imports nothing here.' },
  rotation: {
    uses: ['store', 'sealing'],
    types: [],
    why: 'What is sealed anew lies in the store; nobody else knows of it.',
  },
  sealing: { uses: [], types: [], why: 'Sealing knows values, not rows.' },
  telemetry: {
    uses: [],
    types: [],
    why: 'Whoever measures something is above the instruments.',
  },
  meters: {
    uses: ['store', 'telemetry'],
    types: ['pulse'],
    why: 'What is read for metrics is what the store knows.',
  },
  retention: {
    uses: ['store'],
    types: [],
    why: 'What is removed, the store decides and knows.',
  },
};

module.exports = { BACKEND_HOUSE };
