export interface Config {
  missions?: {
    /** Simulated clusters to try Mission Control without a real one. */
    demo?: {
      /**
       * Adds the three demo clusters.
       * @default true
       * @visibility backend
       */
      enabled?: boolean;
      /**
       * Folder that keeps their state between restarts, relative to where the
       * backend runs. Without it every start begins anew.
       * @visibility backend
       */
      directory?: string;
      /**
       * How much faster than real their rollouts are, for tests; above 0, at most 1000.
       * @default 1
       * @visibility backend
       */
      speed?: number;
    };
  };
}
