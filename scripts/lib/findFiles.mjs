import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const IGNORED = new Set([
  'node_modules',
  'dist',
  'dist-types',
  'coverage',
  '.git',
]);

/** All files below `folder` whose path passes `accept`, in a stable order. */
export function findFiles(folder, accept) {
  const found = [];
  const visit = current => {
    let entries;
    try {
      entries = readdirSync(current, { withFileTypes: true });
    } catch {
      return;
    }
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(current, entry.name);
      if (entry.isDirectory()) {
        if (!IGNORED.has(entry.name)) {
          visit(path);
        }
      } else if (accept(path)) {
        found.push(path);
      }
    }
  };
  visit(folder);
  return found;
}
