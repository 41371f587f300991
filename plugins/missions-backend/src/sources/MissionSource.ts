import { MAX_MISSION_BYTES } from '@mission-control/plugin-missions-common';

/** A mission file as its source gave it. */
export interface MissionFile {
  /** For people: a path below the source, or an address. */
  readonly location: string;
  readonly text: string;
  /** README.md beside it. */
  readonly readme?: string;
}

/** A file that could not even be read. */
export interface UnreadableFile {
  readonly location: string;
  readonly error: Error;
}

/** A file that a mission names. */
export interface BesideFile {
  /** The location of the mission's file. */
  readonly beside: string;
  /** Below the directory of that file, with forward slashes and no `..`. */
  readonly path: string;
}

/** What became of reading it. */
export type BesideText = { readonly text: string } | { readonly error: Error };

/** A place that missions come from. */
export interface MissionSource {
  /** First part of the refs of its missions. */
  readonly name: string;
  /** For people: the directory or address. */
  readonly location: string;
  /** Of this machine: its first read ends in a moment. */
  readonly isDirectory: boolean;
  /** Seconds between two reads. */
  readonly everySeconds: number;
  /** Throws when the source as a whole cannot be read. */
  read(signal?: AbortSignal): Promise<{
    readonly files: readonly MissionFile[];
    readonly unreadable: readonly UnreadableFile[];
    /** YAML files of other names, which are not read; where it is known. */
    readonly otherYaml?: readonly string[];
  }>;
  /** Reads files that missions name, in their order. Throws like `read`. */
  readBeside(
    files: readonly BesideFile[],
    signal?: AbortSignal,
  ): Promise<readonly BesideText[]>;
}

/** Where a named file is, as people are told: beside the mission that names it. */
export function locationOf({ beside, path }: BesideFile): string {
  return beside.replace(/[^/]*$/, path);
}

/** Names that mission files have. */
export const MISSION_FILE = /(^|[./])mission\.ya?ml$/;

/** Bytes of one mission file or README. */
export const MAX_FILE_BYTES = MAX_MISSION_BYTES;

/** Mission files of one source. */
export const MAX_FILES = 2000;

/** Longest read of one source, the first one and those by schedule. */
export const MAX_READ_MS = 120_000;
