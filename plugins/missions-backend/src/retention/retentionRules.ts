import type { Config } from '@backstage/config';
import { readDurationFromConfig } from '@backstage/config';
import { Duration } from 'luxon';

/** What is removed of runs that ended, in this order. */
export const retentionLevels = ['logs', 'history', 'runs'] as const;

/** One thing that is removed of a run. */
export type RetentionLevel = (typeof retentionLevels)[number];

/** How long and of how many runs something is kept. */
export interface Kept {
  /** Milliseconds since the end of the run. */
  readonly ageMs: number;
  /** Of so many runs that ended, the newest. */
  readonly count: number;
}

/** What is kept of runs that ended; whichever limit comes first. */
export interface RetentionRules {
  /** False: everything is kept for ever. */
  readonly enabled: boolean;
  readonly levels: Readonly<Record<RetentionLevel, Kept>>;
}

const DAY_MS = 86_400_000;

/** Rules of an installation that configures none. */
export const defaultRetention: RetentionRules = Object.freeze({
  enabled: true,
  levels: Object.freeze({
    logs: Object.freeze({ ageMs: 90 * DAY_MS, count: 50_000 }),
    history: Object.freeze({ ageMs: 365 * DAY_MS, count: 100_000 }),
    runs: Object.freeze({ ageMs: 730 * DAY_MS, count: 200_000 }),
  }),
});

/**
 * Reads `missions.retention`. Throws for an age below an hour and a count
 * below one: either would remove what somebody is looking at.
 */
export function readRetentionRules(config: Config): RetentionRules {
  const [logs, history, runs] = retentionLevels.map(level =>
    readKept(config, level),
  );
  return {
    enabled:
      config.getOptionalBoolean('missions.retention.enabled') ??
      defaultRetention.enabled,
    levels: { logs, history, runs },
  };
}

const LEAST_AGE_MS = 3_600_000;

function readKept(config: Config, level: RetentionLevel): Kept {
  const key = `missions.retention.${level}`;
  const usual = defaultRetention.levels[level];
  const own = config.getOptionalConfig(key);
  const ageMs = own?.has('age')
    ? Duration.fromObject(readDurationFromConfig(own, { key: 'age' })).as(
        'milliseconds',
      )
    : usual.ageMs;
  if (!(ageMs >= LEAST_AGE_MS)) {
    throw new Error(
      `${key}.age must be at least one hour; to keep everything, set missions.retention.enabled to false`,
    );
  }
  const count = own?.getOptionalNumber('count') ?? usual.count;
  if (!Number.isInteger(count) || count < 1) {
    throw new Error(
      `${key}.count must be a whole number of runs, at least 1; it is ${count}`,
    );
  }
  return { ageMs, count };
}
