/** How far a viewer of a run has seen; moves on while it streams. */
export interface StreamPosition {
  /** Number of the last event. */
  event: number;
  /** Number of the last log line, by step. */
  readonly logs: Map<string, number>;
  /** No cursor could hold which lines it has seen. */
  readonly linesUnknown?: true;
}
