module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  rules: {
    // It measures the engine of the backend plugin.
    '@backstage/no-mixed-plugin-imports': 'off',
  },
  // A constant object and the type of its values share one name here; the
  // compiler finds what this rule would.
  tsRules: { '@typescript-eslint/no-redeclare': 'off' },
});
