import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'yaml';

/** What of a package can be in a bundle. */
const BUNDLED = ['package.json', 'config.d.ts', 'public', 'src'];
/** Of that, no bundle holds these. */
const NOT_BUNDLED = /\.(test|stories)\.tsx?$/;
/** How it is built. */
const RECIPE = 'packages/testbed/src/bundle/buildBundle.ts';
const APP = 'app';

/**
 * The key of the portal's frontend as the files below `root` make it: yarn.lock,
 * the `app` part of the configuration, how it is built, and the package `app`
 * with all packages of the repository that it depends on, without their tests.
 */
export function bundleKey(root: string): string {
  const hash = createHash('sha256');
  const config = parse(readFileSync(join(root, 'app-config.yaml'), 'utf8'));
  hash.update(JSON.stringify(config.app ?? null));
  const folders = bundledPackages(localPackages(root));
  const files = [
    ...['yarn.lock', RECIPE].map(file => join(root, file)),
    ...folders.flatMap(folder =>
      BUNDLED.flatMap(name => filesOf(join(folder, name))),
    ),
  ];
  for (const file of files) {
    hash.update(`\0${relative(root, file)}\0`);
    hash.update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 16);
}

interface LocalPackage {
  readonly folder: string;
  readonly dependencies: readonly string[];
}

function localPackages(root: string): ReadonlyMap<string, LocalPackage> {
  const folders = ['packages', 'plugins']
    .map(name => join(root, name))
    .filter(existsSync)
    .flatMap(parent => readdirSync(parent).map(name => join(parent, name)))
    .filter(folder => existsSync(join(folder, 'package.json')));
  return new Map(
    folders.map(folder => {
      const manifest = JSON.parse(
        readFileSync(join(folder, 'package.json'), 'utf8'),
      );
      const dependencies = Object.keys(manifest.dependencies ?? {});
      return [manifest.name, { folder, dependencies }];
    }),
  );
}

/** The folders of the app and of what it needs of the repository, sorted. */
function bundledPackages(
  packages: ReadonlyMap<string, LocalPackage>,
): readonly string[] {
  const found = new Set<string>();
  const add = (name: string) => {
    const local = packages.get(name);
    if (local && !found.has(local.folder)) {
      found.add(local.folder);
      local.dependencies.forEach(add);
    }
  };
  add(APP);
  return [...found].sort();
}

function filesOf(path: string): readonly string[] {
  if (!existsSync(path)) {
    return [];
  }
  if (statSync(path).isDirectory()) {
    return readdirSync(path)
      .sort()
      .flatMap(name => filesOf(join(path, name)));
  }
  return NOT_BUNDLED.test(path) ? [] : [path];
}
