import type { Memory } from '../memory/watchMemory';

/** What the mission's one step asks each cluster, and the engine never does. */
export const ASKED_PATH = '/api/v1/namespaces/bench';

/** Clusters to be served. */
export interface FleetOptions {
  readonly count: number;
  /** Milliseconds before each answer. */
  readonly delayMs: number;
  /**
   * They announce that they close connections which are idle for so long, in
   * milliseconds. 0: they announce nothing, as API servers do.
   */
  readonly closeAfterMs: number;
  /** PEM, for 127.0.0.1. */
  readonly certificate: string;
  readonly key: string;
}

/** Where the clusters are. */
export interface FleetAddresses {
  /** https://127.0.0.1:port */
  readonly servers: readonly string[];
  /** PEM of the authority of all of them. */
  readonly ca: string;
}

/** What clusters saw. */
export interface FleetLook {
  /** How often each was asked {@link ASKED_PATH}. */
  readonly asked: readonly number[];
  readonly requests: number;
  /** Connections that were opened. */
  readonly opened: number;
  /** Connections that are open now. */
  readonly open: number;
}

/** How clusters are asked. */
export interface Asking {
  /** Clusters at once; absent: all. */
  readonly atOnce?: number;
  /** No connection is open before. */
  readonly cold: boolean;
}

/** What asking all clusters took, as the process saw that did it. */
export interface Asked {
  readonly milliseconds: number;
  readonly most: Memory;
}

/** The same with what clusters saw of it, each. */
export interface Measured extends Asked {
  readonly requests: number;
  /** Connections that were opened. */
  readonly opened: number;
}

/** What was measured of one process. */
export interface FleetMeasurements {
  readonly idle: Memory;
  /** So many at once as a worker has places. */
  readonly few: { readonly cold: Measured; readonly warm: Measured };
  /** All at once, several times. */
  readonly all: {
    readonly cold: readonly Measured[];
    readonly warm: readonly Measured[];
  };
}
