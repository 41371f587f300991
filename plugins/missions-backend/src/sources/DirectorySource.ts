import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
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

/** What one read knows on its way. */
interface Search {
  /** Real path of the source. */
  readonly root: string;
  /** Real paths of the mission files and directories that were met. */
  readonly seen: Set<string>;
  readonly unreadable: UnreadableFile[];
  readonly otherYaml: string[];
}

/**
 * Missions of a directory of this machine; hidden directories and node_modules
 * are left out. Links are followed inside of it, each real file is read once: a
 * ConfigMap that is mounted has its files as links into a hidden directory.
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
    const root = await realpath(this.location);
    const search: Search = {
      root,
      seen: new Set([root]),
      unreadable,
      otherYaml,
    };
    for (const path of await this.#find(this.location, 0, search)) {
      const location = this.#locationOf(path);
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
    search: Search,
  ): Promise<string[]> {
    const entries = await this.#list(directory, depth, search);
    // What is no link goes first, so that a file has the place where it is.
    entries.sort(
      (a, b) =>
        Number(a.isSymbolicLink()) - Number(b.isSymbolicLink()) ||
        a.name.localeCompare(b.name),
    );
    const found: string[] = [];
    for (const entry of entries) {
      const path = join(directory, entry.name);
      const kind = entry.isSymbolicLink()
        ? await this.#follow(path, search)
        : entry;
      if (kind?.isFile() && MISSION_FILE.test(entry.name)) {
        if (await isNew(path, search)) {
          found.push(path);
        }
      } else if (kind?.isFile() && /\.ya?ml$/.test(entry.name)) {
        if (search.otherYaml.length < MAX_FILES) {
          search.otherYaml.push(this.#locationOf(path));
        }
      } else if (
        kind?.isDirectory() &&
        depth < MAX_DEPTH &&
        !isLeftOut(entry.name) &&
        (await isNew(path, search))
      ) {
        found.push(...(await this.#find(path, depth + 1, search)));
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

  /** One directory that cannot be listed hides nothing of the others. */
  async #list(directory: string, depth: number, search: Search) {
    try {
      return await readdir(directory, { withFileTypes: true });
    } catch (error) {
      if (depth === 0) {
        throw error;
      }
      const location = this.#locationOf(directory);
      search.unreadable.push({ location, error: error as Error });
      return [];
    }
  }

  /** What a link leads to; undefined, and perhaps a problem, when it is not followed. */
  async #follow(path: string, search: Search) {
    const name = basename(path);
    try {
      const place = await realpath(path);
      if (place === search.root || place.startsWith(search.root + sep)) {
        return await stat(place);
      }
      throw new MissionError(
        'MISSION_INVALID',
        'It is a link that leads out of the directory of the source, and such links are not followed',
        { remedy: 'Put the file itself below the directory of the source.' },
      );
    } catch (error) {
      const isOther =
        !MISSION_FILE.test(name) &&
        (await stat(path).then(
          found => found.isFile(),
          () => false,
        ));
      if (!isLeftOut(name) && !isOther) {
        const { code } = error as NodeJS.ErrnoException;
        search.unreadable.push({
          location: this.#locationOf(path),
          error:
            code === 'ENOENT' || code === 'ELOOP'
              ? new MissionError(
                  'MISSION_INVALID',
                  'It is a link that leads nowhere',
                  { remedy: 'Correct the link, or remove it.' },
                )
              : (error as Error),
        });
      }
      return undefined;
    }
  }

  #locationOf(path: string): string {
    return relative(this.location, path).split(sep).join('/');
  }
}

function isLeftOut(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules';
}

/** False also when it went away since its directory was listed. */
async function isNew(path: string, { seen }: Search): Promise<boolean> {
  const place = await realpath(path).catch(() => undefined);
  if (place === undefined || seen.has(place)) {
    return false;
  }
  seen.add(place);
  return true;
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
