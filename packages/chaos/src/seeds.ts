import type { DatabaseName } from './databases/DatabaseName';

/** A chaos that is played again each time. */
export interface Seed {
  readonly seed: number;
  readonly database: DatabaseName;
  /** What it found, when it found something. */
  readonly found?: string;
}

/** Played in the short form. */
export const FIRST: readonly Seed[] = [
  { seed: 20_261_123, database: 'sqlite' },
  { seed: 20_261_123, database: 'postgres' },
];

/** Played in the long form too: each found a defect, which has a test of its own. */
export const FOUND: readonly Seed[] = [];
