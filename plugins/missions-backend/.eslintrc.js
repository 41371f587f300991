module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  // A constant object and the type of its values share one name here; the
  // compiler finds what this rule would.
  tsRules: { '@typescript-eslint/no-redeclare': 'off' },
});
