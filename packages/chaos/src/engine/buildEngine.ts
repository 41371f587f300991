import { isBuiltin } from 'node:module';
import { join, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';

const ENTRY = resolve(__dirname, '../bin/engine.ts');
/** Packages of this repository, which run from their sources. */
const OURS = /^@mission-control\//;
/** Marks what is asked for below, so that it is not asked for again. */
const ASKED = Symbol('asked');

/** What is installed stays where it is, and is found from anywhere. */
const leaveOut: Plugin = {
  name: 'leave-out',
  setup(bundler) {
    bundler.onResolve({ filter: /^[^./]/ }, async options => {
      const { path, resolveDir, kind, pluginData } = options;
      if (kind === 'entry-point' || OURS.test(path) || pluginData === ASKED) {
        return undefined;
      }
      if (isBuiltin(path)) {
        return { external: true, path };
      }
      // As the bundle asks for it.
      const found = await bundler.resolve(path, {
        ...{ resolveDir, kind: 'require-call', pluginData: ASKED },
      });
      return { external: true, path: found.path, errors: found.errors };
    });
  },
};

/**
 * Bundles the program of an engine into a folder, so that one is back a second
 * after it was killed: from a thousand sources it takes three times as long.
 * Answers its path.
 */
export async function buildEngine(folder: string): Promise<string> {
  const outfile = join(folder, 'engine.js');
  await build({
    entryPoints: [ENTRY],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    sourcemap: 'inline',
    logLevel: 'silent',
    plugins: [leaveOut],
  });
  return outfile;
}
