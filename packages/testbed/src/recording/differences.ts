import { isDeepStrictEqual } from 'node:util';

/** Where two JSON values differ, a line for each place, as people read it. */
export function differencesOf(
  server: unknown,
  committed: unknown,
  at: readonly string[] = [],
): string[] {
  if (isDeepStrictEqual(server, committed)) {
    return [];
  }
  if (isTree(server) && isTree(committed)) {
    const names = new Set([...Object.keys(server), ...Object.keys(committed)]);
    return [...names].flatMap(name =>
      differencesOf(server[name], committed[name], [...at, name]),
    );
  }
  return [
    `${at.join(' › ')}: the server says ${show(server)}, the file ${show(
      committed,
    )}`,
  ];
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
