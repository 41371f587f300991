/** A value without parts, and where it is: keys and indices. */
export interface Leaf {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** The leaves of a JSON value; of the items of a list that look the same, the first counts. */
export function leavesOf(value: unknown): Leaf[] {
  const found = new Map<string, Leaf>();
  collect([], value);
  return [...found.values()];

  function collect(path: readonly string[], part: unknown): void {
    if (typeof part === 'object' && part !== null) {
      for (const [key, child] of Object.entries(part)) {
        collect([...path, key], child);
      }
      return;
    }
    const pattern = patternOf(path);
    if (part !== null && !found.has(pattern)) {
      found.set(pattern, { path, value: part });
    }
  }
}

/** `spec.ports[].port` */
export function patternOf(path: readonly string[]): string {
  return path
    .map(key => (/^\d+$/.test(key) ? '[]' : `.${key}`))
    .join('')
    .slice(1);
}

/** `/spec/ports/0/port` */
export function pointerOf(path: readonly string[]): string {
  const escaped = path.map(key => key.replace(/~/g, '~0').replace(/\//g, '~1'));
  return `/${escaped.join('/')}`;
}
