/** Milliseconds, how many in a second, 2^20 bytes, or how many. */
export type Unit = 'ms' | '/s' | 'MB' | 'requests' | 'connections' | 'files';

/** One measured figure beside what the bare driver did in the same run. */
export interface Figure {
  /** What was measured: the key under which rounds are put together. */
  readonly title: string;
  readonly database: string;
  readonly value: number;
  readonly unit: Unit;
  readonly baseline: {
    readonly title: string;
    readonly value: number;
    readonly unit: Unit;
  };
  /** How many times the baseline it costs; 1 is as fast as the bare driver. */
  readonly ratio: number;
  /** Measurements behind the value. */
  readonly samples: number;
}
