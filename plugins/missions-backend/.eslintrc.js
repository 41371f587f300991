const AN_ARGUMENT = 'The engine is pure: time and chance are arguments.';

/** Globals that tell the time, throw dice or reach out of the engine. */
const IMPURE_GLOBALS = [
  ...['performance', 'process', 'crypto', 'fetch', 'console', 'globalThis'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'require'],
];

module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  // A constant object and the type of its values share one name here; the
  // compiler finds what this rule would.
  tsRules: { '@typescript-eslint/no-redeclare': 'off' },
  overrides: [
    {
      // scripts/engine.test.mjs proves that each of these bites.
      files: ['src/engine/**/*.ts'],
      excludedFiles: ['**/*.test.ts', '**/__testUtils__/**'],
      rules: {
        'no-restricted-globals': [
          'error',
          ...IMPURE_GLOBALS.map(name => ({ name, message: AN_ARGUMENT })),
        ],
        'no-restricted-properties': [
          'error',
          { object: 'Date', property: 'now', message: AN_ARGUMENT },
          { object: 'Math', property: 'random', message: AN_ARGUMENT },
        ],
        'no-restricted-syntax': [
          'error',
          {
            selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
            message: AN_ARGUMENT,
          },
          {
            selector: 'CallExpression[callee.name="Date"]',
            message: AN_ARGUMENT,
          },
        ],
      },
    },
  ],
});
