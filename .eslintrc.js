// For the scripts at the root. Each package has its own configuration.
module.exports = {
  root: true,
  extends: ['eslint:recommended', 'prettier'],
  parserOptions: { ecmaVersion: 2024, sourceType: 'module' },
  env: { es2024: true, node: true },
};
