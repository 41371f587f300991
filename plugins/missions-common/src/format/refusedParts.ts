import type { z } from 'zod';
import { valueAt, type ProblemPath } from './problem';

/**
 * The parts of a file that the schema refused. Each is reported already, and
 * nothing follows from it: a list that cannot be read need not be empty.
 */
export class RefusedParts {
  readonly #paths: readonly ProblemPath[];

  constructor(issues: readonly z.core.$ZodIssue[], root: unknown) {
    this.#paths = issues
      .filter(issue => !isOfKeys(issue, root))
      .map(({ path }) => path as ProblemPath);
  }

  /** Whether the value at a path, or one that holds it, is refused. */
  has(path: ProblemPath): boolean {
    return this.#paths.some(refused => startsWith(path, refused));
  }

  /** What is refused at a path and below it, relative to it. */
  below(path: ProblemPath): ProblemPath[] {
    return this.#paths
      .filter(refused => startsWith(refused, path))
      .map(refused => refused.slice(path.length));
  }
}

/** About keys of a map, or which of them go together: its values can be read. */
function isOfKeys({ code, path }: z.core.$ZodIssue, root: unknown): boolean {
  return (
    code === 'unrecognized_keys' ||
    code === 'invalid_key' ||
    (code === 'custom' && isMap(valueAt(root, path as ProblemPath)))
  );
}

function startsWith(path: ProblemPath, start: ProblemPath): boolean {
  return start.every((part, index) => path[index] === part);
}

/** A map of the file: neither a list nor null. */
export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
