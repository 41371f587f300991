import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The first program on a `PATH` that has one of the names. */
export function findOnPath(
  names: readonly string[],
  path: string,
): string | undefined {
  return path
    .split(delimiter)
    .flatMap(folder => names.map(name => join(folder, name)))
    .find(isExecutable);
}

/** Whether the path is that of a program that we may run. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
