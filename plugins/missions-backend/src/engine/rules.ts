import type { ChangeWindow } from './changeWindows';

/** What the configuration decides about runs. */
export interface EngineRules {
  /** When an approval that a mission wishes to be automatic may be so. */
  readonly automatic: {
    /** Plans that change nothing. */
    readonly emptyPlans: boolean;
    /** Runs on demo clusters only. */
    readonly demo: boolean;
  };
  /** Milliseconds after the end during which a run can be taken back. */
  readonly undoRetentionMs: number;
  /** Milliseconds after which a plan is compared again before its first write. */
  readonly recheckAfterMs: number;
  /** Most targets that may work on a cluster at once, at all replicas together; absent: no limit anywhere. */
  readonly clusterLimit?: (cluster: string) => number | undefined;
  /** How a blocked target of an orbit's run is looked at again by itself. */
  readonly blocked: {
    /** Milliseconds between two looks. */
    readonly lookEveryMs: number;
    /** Milliseconds after it was blocked in which it may come back. */
    readonly giveUpAfterMs: number;
  };
  /** When missions may write where; nothing: always. */
  readonly windows: readonly ChangeWindow[];
}

const DAY_MS = 86_400_000;

/** Rules of an installation that configures none. */
export const defaultRules: EngineRules = Object.freeze({
  automatic: Object.freeze({ emptyPlans: true, demo: true }),
  undoRetentionMs: 30 * DAY_MS,
  recheckAfterMs: 300_000,
  blocked: Object.freeze({ lookEveryMs: 30_000, giveUpAfterMs: 300_000 }),
  windows: Object.freeze([]),
});
