/** Names that mean a device on Windows, whatever ending they have. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;

/** How modules end. */
const MODULE = /\.tsx?$/;

/** Longest path, in characters, that leaves room for the folder of a clone. */
const MAX_LENGTH = 200;

/**
 * Files and folders that a file system without upper and lower case takes for
 * one: macOS and Windows keep only one of them. Modules are named by imports
 * without their ending, so it does not tell them apart. Each entry lists such
 * paths.
 */
export function clashingPaths(paths) {
  const spellings = new Map();
  for (const path of paths.flatMap(withFolders)) {
    const key = path.normalize('NFC').toLowerCase().replace(MODULE, '');
    spellings.set(key, (spellings.get(key) ?? new Set()).add(path));
  }
  return [...spellings.values()]
    .filter(({ size }) => size > 1)
    .map(found => [...found].sort());
}

/** Paths that Windows cannot make. */
export function refusedPaths(paths) {
  return paths.filter(
    path => path.length > MAX_LENGTH || path.split('/').some(isRefusedName),
  );
}

function isRefusedName(name) {
  return (
    // eslint-disable-next-line no-control-regex
    /[<>:"\\|?*\u0000-\u001f]/.test(name) ||
    /[ .]$/.test(name) ||
    DEVICE.test(name)
  );
}

/** A path with each folder that it lies in. */
function withFolders(path) {
  const parts = path.split('/');
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
