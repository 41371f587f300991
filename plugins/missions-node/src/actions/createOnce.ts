import type { PlanContext } from './contexts';

/**
 * The `once` of the contexts of one plan on one target: what is made under a
 * key answers all who ask for it.
 * @public
 */
export function createOnce(): PlanContext<unknown>['once'] {
  const made = new Map<string, unknown>();
  return <T>(key: string, make: () => T): T => {
    if (!made.has(key)) {
      made.set(key, make());
    }
    return made.get(key) as T;
  };
}
