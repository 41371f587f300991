import { cp, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { startLeashed } from '../processes/startLeashed';

/** What the build reads of the package `app`; modules it finds further up. */
const READ = ['src', 'public'];
const LOG = 'build.log';

/**
 * Builds the frontend as `yarn build` does, for production, into a folder that
 * is then a package of its own: package.json and dist/.
 *
 * The CLI writes to dist/ beside the package.json that it is run in. In the
 * package `app` a half-written one would be in the way of portals that start
 * meanwhile, which serve what they find there. So it is run in a folder that
 * stands for that package, below it, where its modules are found as well.
 */
export async function buildBundle(options: {
  root: string;
  folder: string;
}): Promise<void> {
  const { root, folder } = options;
  const app = join(root, 'packages/app');
  const cache = join(app, 'node_modules/.cache');
  const dist = join(folder, 'dist');
  const log = join(folder, LOG);
  await mkdir(dist, { recursive: true });
  await mkdir(cache, { recursive: true });
  const stand = await mkdtemp(join(cache, 'mission-control-bundle-'));
  try {
    for (const target of [stand, folder]) {
      await cp(join(app, 'package.json'), join(target, 'package.json'));
    }
    for (const name of READ) {
      await symlink(join(app, name), join(stand, name));
    }
    await symlink(dist, join(stand, 'dist'));
    const build = startLeashed({
      command: process.execPath,
      args: [
        join(root, 'node_modules/.bin/backstage-cli'),
        ...['package', 'build', '--config', join(root, 'app-config.yaml')],
      ],
      cwd: stand,
      logFile: log,
      env: { ...withoutSettings(process.env), NODE_ENV: 'production' },
    });
    const code = await build.exited;
    if (code !== 0) {
      throw new Error(
        `The frontend could not be built. Its log ends with:\n${await build.logTail()}`,
      );
    }
    await removeSourceMaps(join(dist, 'static'));
  } finally {
    await rm(stand, { recursive: true, force: true });
  }
}

/**
 * The key of the bundle does not know the settings of who runs the tests: none
 * of them counts, and with `CI` a warning is always an error.
 */
function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(
    ([name]) =>
      !name.startsWith('APP_CONFIG_') && name !== 'LEGACY_WEBPACK_BUILD',
  );
  return { ...Object.fromEntries(kept), CI: 'true' };
}

/** Most of what a build weighs; only the tools of a developer ask for them. */
async function removeSourceMaps(folder: string): Promise<void> {
  const names = await readdir(folder, { recursive: true });
  for (const name of names.filter(each => each.endsWith('.map'))) {
    await rm(join(folder, name));
  }
}
