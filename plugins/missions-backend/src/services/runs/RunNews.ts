import type {
  LogLine,
  RunEvent,
  RunState,
} from '@mission-control/plugin-missions-common';

/** Where in the memory of a tail a viewer goes on; only its tail reads it. */
export interface TailPlace {
  /** Whose place it is. */
  readonly tail: object;
  readonly at: number;
}

/** How far a viewer of a run has seen. */
export interface RunPosition {
  /** Number of the last event. */
  readonly event: number;
  /** Number of the last log line by {@link stepKey}. */
  readonly logs: ReadonlyMap<string, number>;
}

/** What came after a position, in order. */
export interface RunNews {
  /** Of the run, read before everything else. */
  readonly state: RunState;
  readonly events: readonly RunEvent[];
  readonly lines: readonly LogLine[];
  /** Up to which number lines of a step were passed over, by {@link stepKey}. */
  readonly passed?: ReadonlyMap<string, number>;
  /** There is more: ask again from behind this. */
  readonly more: boolean;
  /** Where the next question of the same viewer may go on without looking. */
  readonly place?: TailPlace;
}

/** Key of a step in a {@link RunPosition}. */
export function stepKey(targetId: string, stepId: string): string {
  return `${targetId}\n${stepId}`;
}
