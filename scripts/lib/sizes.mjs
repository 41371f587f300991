import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

import { findFiles } from './findFiles.mjs';

const WARN_LINES = 300;
const FAIL_LINES = 500;

/** Lines per source file: the median, files to look at again, files to split. */
export async function sizeReport(root) {
  const files = ['packages', 'plugins', 'scripts'].flatMap(folder =>
    findFiles(join(root, folder), isHandWrittenSource),
  );
  const sizes = await Promise.all(
    files.map(async path => ({
      path: relative(root, path),
      lines: countLines(await readFile(path, 'utf8')),
    })),
  );
  return judgeSizes(sizes);
}

/** Whether the size of a file counts: sources, not tests or generated code. */
export function isHandWrittenSource(path) {
  return (
    /\.(tsx?|mjs|cjs|js)$/.test(path) &&
    !/\.(test|stories|d)\.[a-z]+$/.test(path) &&
    !/(^|\/)(generated|__fixtures__|public)\//.test(path)
  );
}

/** Judges sizes by the house's limits. */
export function judgeSizes(sizes) {
  const sorted = [...sizes].sort((a, b) => b.lines - a.lines);
  const median = sorted[Math.floor(sorted.length / 2)]?.lines ?? 0;
  const tooLong = sorted.filter(({ lines }) => lines > FAIL_LINES);
  const long = sorted.filter(
    ({ lines }) => lines > WARN_LINES && lines <= FAIL_LINES,
  );
  const summary = `${sizes.length} files, median ${median} lines, ${long.length} above ${WARN_LINES}, ${tooLong.length} above ${FAIL_LINES}`;
  return {
    ok: tooLong.length === 0,
    summary,
    lines: [
      summary,
      ...tooLong.map(
        ({ path, lines }) =>
          `error: ${path} has ${lines} lines; split it by noun or verb (limit ${FAIL_LINES})`,
      ),
      ...long.map(
        ({ path, lines }) => `warning: ${path} has ${lines} lines; look again`,
      ),
    ],
  };
}

function countLines(text) {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}
