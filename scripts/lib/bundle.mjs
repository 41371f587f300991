import { gzipSync } from 'node:zlib';

import { build } from 'esbuild';

/** What every portal has anyway: it is not the plugin that brings it. */
const SHARED =
  /^(@backstage|@material-ui|@mui|react|react-dom|react-router|react-router-dom)(\/|$)/;

/**
 * What a portal loads of a plugin before one of its pages is opened: all that
 * its entry imports statically, minified, as one file of JavaScript and one of
 * CSS, and what each weighs gzipped. What it imports when needed is left out,
 * and so is what every portal has anyway.
 *
 * @param entry path of the entry below `root`
 */
export async function measureEagerBundle({ root, entry }) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outdir: 'dist-measured',
    write: false,
    metafile: true,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    jsx: 'automatic',
    loader: { '.module.css': 'local-css' },
    logLevel: 'silent',
    plugins: [leaveOut],
  });
  const bytes = outputFiles.reduce(
    (sum, { contents }) => sum + gzipSync(contents).length,
    0,
  );
  const modules = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => path),
  );
  return { bytes, modules: [...new Set(modules)].sort() };
}

const leaveOut = {
  name: 'leave-out',
  setup({ onResolve }) {
    onResolve({ filter: /.*/ }, ({ path, kind }) =>
      kind === 'dynamic-import' || SHARED.test(path)
        ? { path, external: true }
        : undefined,
    );
  },
};
