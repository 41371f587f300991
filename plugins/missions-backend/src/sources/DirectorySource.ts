import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { MissionError } from '@mission-control/plugin-missions-common';
import {
  MAX_FILES,
  MAX_FILE_BYTES,
  MISSION_FILE,
  type BesideFile,
  type BesideText,
  type MissionFile,
  type MissionSource,
  type UnreadableFile,
} from './MissionSource';

/** Directories below the root that are looked into. */
const MAX_DEPTH = 8;

/**
 * Missions of a directory of this machine. Links are not followed, hidden
 * directories and node_modules are left out.
 */
export class DirectorySource implements MissionSource {
  readonly name: string;
  readonly location: string;
  readonly isDirectory = true;
  readonly everySeconds: number;

  constructor(options: { name: string; path: string; everySeconds: number }) {
    this.name = options.name;
    this.location = options.path;
    this.everySeconds = options.everySeconds;
  }

  async read() {
    const files: MissionFile[] = [];
    const unreadable: UnreadableFile[] = [];
    const otherYaml: string[] = [];
    for (const path of await this.#find(this.location, 0, otherYaml)) {
      const location = relative(this.location, path).split(sep).join('/');
      try {
        files.push({
          location,
          text: await readText(path),
          readme: await readText(join(path, '..', 'README.md')).catch(
            () => undefined,
          ),
        });
      } catch (error) {
        unreadable.push({ location, error: error as Error });
      }
    }
    return { files, unreadable, otherYaml };
  }

  async readBeside(files: readonly BesideFile[]): Promise<BesideText[]> {
    return Promise.all(
      files.map(async file => {
        try {
          return { text: await this.#readNamed(file) };
        } catch (error) {
          return { error: error as Error };
        }
      }),
    );
  }

  async #readNamed({ beside, path }: BesideFile): Promise<string> {
    const directory = await realpath(join(this.location, beside, '..'));
    const place = join(directory, path);
    if ((await realpath(place)) !== place) {
      throw new MissionError(
        'MISSION_INVALID',
        'A part of its path is a link, and links are not followed',
        { remedy: 'Put the file itself below the directory of the mission.' },
      );
    }
    return readText(place);
  }

  /** Mission files; the first YAML files of other names go to `otherYaml`. */
  async #find(
    directory: string,
    depth: number,
    otherYaml: string[],
  ): Promise<string[]> {
    const entries = await readdir(directory, { withFileTypes: true });
    entries.sort((a, b) => a.name.localeCompare(b.name));
    const found: string[] = [];
    for (const entry of entries) {
      const path = join(directory, entry.name);
      if (entry.isFile() && MISSION_FILE.test(entry.name)) {
        found.push(path);
      } else if (entry.isFile() && /\.ya?ml$/.test(entry.name)) {
        if (otherYaml.length < MAX_FILES) {
          otherYaml.push(relative(this.location, path).split(sep).join('/'));
        }
      } else if (
        entry.isDirectory() &&
        depth < MAX_DEPTH &&
        !entry.name.startsWith('.') &&
        entry.name !== 'node_modules'
      ) {
        found.push(...(await this.#find(path, depth + 1, otherYaml)));
      }
    }
    if (found.length > MAX_FILES) {
      throw new MissionError(
        'TOO_MANY',
        `The source '${this.name}' has more than ${MAX_FILES} mission files`,
      );
    }
    return found;
  }
}

async function readText(path: string): Promise<string> {
  const found = await stat(path);
  if (!found.isFile()) {
    throw new MissionError('MISSION_INVALID', 'It is no file', {
      remedy: 'Put a file there.',
    });
  }
  const { size } = found;
  if (size > MAX_FILE_BYTES) {
    throw new MissionError(
      'PAYLOAD_TOO_LARGE',
      `The file has ${size} bytes; ${MAX_FILE_BYTES} are read at most`,
    );
  }
  return readFile(path, 'utf8');
}
