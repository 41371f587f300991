// @ts-check
/*
 * Jest runs the tests of Node packages with native ES modules, and then refuses
 * to `require` a package that is an ES module only, which Node itself allows.
 * For the packages below this resolver answers with a copy, in a temporary
 * folder, that is marked as CommonJS: Jest then transpiles it like our code.
 */
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const PACKAGES = ['@marcbachmann/cel-js'];
/*
 * Azure's client, which Backstage's test utilities load, requires versions of
 * these that are ES modules only; the older ones beside them have the same shape.
 */
const CJS_TWINS = ['http-proxy-agent', 'https-proxy-agent'];

/** @param {string} name */
function copyOf(name) {
  const packageJson = path.join(
    path.dirname(require.resolve(name)),
    '..',
    'package.json',
  );
  const { version } = JSON.parse(fs.readFileSync(packageJson, 'utf8'));
  const folder = path.join(
    os.tmpdir(),
    `mission-control-jest-${process.getuid?.() ?? 0}`,
    `${name.replace('/', '-')}-${version}`,
  );
  const entry = path.join(folder, 'lib', 'index.js');
  if (!fs.existsSync(entry)) {
    // Workers race: each fills a folder of its own, the first rename wins.
    const filling = `${folder}.${process.pid}`;
    fs.cpSync(
      path.join(path.dirname(packageJson), 'lib'),
      path.join(filling, 'lib'),
      { recursive: true },
    );
    fs.writeFileSync(path.join(filling, 'package.json'), '{"type":"commonjs"}');
    try {
      fs.renameSync(filling, folder);
    } catch {
      fs.rmSync(filling, { recursive: true, force: true });
    }
  }
  return entry;
}

/**
 * @param {string} request
 * @param {{ defaultResolver: (request: string, options: object) => string }} options
 */
module.exports = (request, options) => {
  if (PACKAGES.includes(request)) {
    return copyOf(request);
  }
  return CJS_TWINS.includes(request)
    ? require.resolve(request)
    : options.defaultResolver(request, options);
};
