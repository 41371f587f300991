module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  rules: {
    // It always runs from its sources, where __dirname is the file's folder.
    'no-restricted-syntax': 'off',
    // It runs the engine of the backend plugin.
    '@backstage/no-mixed-plugin-imports': 'off',
  },
  // A constant object and the type of its values share one name here; the
  // compiler finds what this rule would.
  tsRules: { '@typescript-eslint/no-redeclare': 'off' },
});
