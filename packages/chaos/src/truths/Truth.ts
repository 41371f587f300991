import type { ComparableObject } from '@mission-control/plugin-missions-common';
import type { World } from '../world/World';

/** What was asked for, and how the clusters were before. */
export interface Expected {
  readonly started: ReadonlyMap<string, string>;
  readonly before: ReadonlyMap<string, readonly ComparableObject[]>;
}

/** A sentence for each way in which it is not so; none: it is. */
export type Truth = (world: World, expected: Expected) => Promise<string[]>;
