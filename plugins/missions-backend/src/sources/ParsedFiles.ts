import { setImmediate as turn } from 'node:timers/promises';
import type { parseMission } from '@mission-control/plugin-missions-common';
import type { MissionFile } from './MissionSource';

type Parsed = ReturnType<typeof parseMission>;

/**
 * The files of a source as they were parsed, for as long as their texts stay
 * the same: a source is read each minute, and parsing holds up all else.
 */
export class ParsedFiles {
  #known = new Map<string, { text: string; parsed: Parsed }>();

  /** Parses what is new, with a turn for others after each. Forgets what is gone. */
  async parse(
    files: readonly MissionFile[],
    parseFile: (file: MissionFile) => Parsed,
  ): Promise<Parsed[]> {
    const now = new Map<string, { text: string; parsed: Parsed }>();
    for (const file of files) {
      const { location, text } = file;
      const before = this.#known.get(location);
      if (before?.text === text) {
        now.set(location, before);
      } else {
        now.set(location, { text, parsed: parseFile(file) });
        await turn();
      }
    }
    this.#known = now;
    return files.map(({ location }) => now.get(location)!.parsed);
  }
}
