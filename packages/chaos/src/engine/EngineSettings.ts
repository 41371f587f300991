/** The variable with the settings of an engine's process, as JSON. */
export const SETTINGS = 'CHAOS_ENGINE';

/** What an engine's process has to know. */
export interface EngineSettings {
  readonly database: {
    readonly client: 'pg' | 'better-sqlite3';
    /** Connection string, or path of a file. */
    readonly connection: string;
  };
  readonly kubeconfig: string;
  readonly clusters: readonly string[];
  /** Where it listens on 127.0.0.1. */
  readonly port: number;
  /** Where the steps of `chaos:mark` tell what they do. */
  readonly marks: string;
  /** By how much its clock is wrong, in milliseconds. */
  readonly skewMs: number;
}
