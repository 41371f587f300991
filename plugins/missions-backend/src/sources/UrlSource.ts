import type { UrlReaderService } from '@backstage/backend-plugin-api';
import { MissionError } from '@mission-control/plugin-missions-common';
import {
  MAX_FILES,
  MAX_FILE_BYTES,
  MISSION_FILE,
  locationOf,
  type BesideFile,
  type BesideText,
  type MissionFile,
  type MissionSource,
  type UnreadableFile,
} from './MissionSource';

/**
 * Missions of an address, through Backstage's URL reader: one file when the
 * address ends in .yaml or .yml, otherwise every mission file of the tree.
 */
export class UrlSource implements MissionSource {
  readonly name: string;
  readonly location: string;
  readonly isDirectory = false;
  readonly everySeconds: number;
  readonly #reader: UrlReaderService;

  constructor(options: {
    name: string;
    target: string;
    everySeconds: number;
    reader: UrlReaderService;
  }) {
    this.name = options.name;
    this.location = options.target;
    this.everySeconds = options.everySeconds;
    this.#reader = options.reader;
  }

  async read(signal?: AbortSignal) {
    return this.#isFile() ? this.#readFile(signal) : this.#readTree(signal);
  }

  async readBeside(files: readonly BesideFile[], signal?: AbortSignal) {
    return this.#isFile()
      ? Promise.all(files.map(file => this.#readNamedFile(file, signal)))
      : this.#readNamedOfTree(files, signal);
  }

  #isFile(): boolean {
    return /\.ya?ml$/.test(new URL(this.location).pathname);
  }

  async #readNamedFile(
    { beside, path }: BesideFile,
    signal?: AbortSignal,
  ): Promise<BesideText> {
    try {
      const url = new URL(path, beside).toString();
      const answer = await this.#reader.readUrl(url, {
        signal: signal as never,
      });
      return { text: text(await answer.buffer()) };
    } catch (error) {
      return { error: error as Error };
    }
  }

  /** Once more for all of them: what missions name is known when they are read. */
  async #readNamedOfTree(
    files: readonly BesideFile[],
    signal?: AbortSignal,
  ): Promise<BesideText[]> {
    const paths = files.map(locationOf);
    const sizes = new Map<string, number>();
    const response = await this.#reader.readTree(this.location, {
      signal: signal as never,
      filter: (path, info) => {
        const isNamed = paths.includes(path);
        if (isNamed) {
          sizes.set(path, info?.size ?? 0);
        }
        return isNamed && (info?.size ?? 0) <= MAX_FILE_BYTES;
      },
    });
    const entries = await response.files();
    return Promise.all(
      paths.map(async path => {
        const size = sizes.get(path) ?? 0;
        const entry = entries.find(each => each.path === path);
        try {
          if (size > MAX_FILE_BYTES) {
            throw tooLarge(size);
          }
          if (!entry) {
            throw new MissionError('MISSION_INVALID', 'There is no such file');
          }
          return { text: text(await entry.content()) };
        } catch (error) {
          return { error: error as Error };
        }
      }),
    );
  }

  async #readFile(signal?: AbortSignal) {
    const response = await this.#reader.readUrl(this.location, {
      signal: signal as never,
    });
    const readme = await this.#reader
      .readUrl(new URL('README.md', this.location).toString(), {
        signal: signal as never,
      })
      .then(async answer => text(await answer.buffer()))
      .catch(() => undefined);
    return {
      files: [
        {
          location: this.location,
          text: text(await response.buffer()),
          readme,
        },
      ],
      unreadable: [],
    };
  }

  async #readTree(signal?: AbortSignal) {
    const unreadable: UnreadableFile[] = [];
    const response = await this.#reader.readTree(this.location, {
      signal: signal as never,
      // What is too large is not even unpacked, but it is told.
      filter: (path, info) => {
        const isMission = MISSION_FILE.test(path);
        const isRead = (info?.size ?? 0) <= MAX_FILE_BYTES;
        if (isMission && !isRead) {
          unreadable.push({ location: path, error: tooLarge(info!.size) });
        }
        return isRead && (isMission || /(^|\/)README\.md$/.test(path));
      },
    });
    const entries = await response.files();
    const missions = entries.filter(entry => MISSION_FILE.test(entry.path));
    if (missions.length > MAX_FILES) {
      throw new MissionError(
        'TOO_MANY',
        `The source '${this.name}' has more than ${MAX_FILES} mission files`,
      );
    }
    const files: MissionFile[] = [];
    for (const entry of missions) {
      const beside = entry.path.replace(/[^/]*$/, 'README.md');
      const readme = entries.find(each => each.path === beside);
      try {
        files.push({
          location: entry.path,
          text: text(await entry.content()),
          readme: await readme
            ?.content()
            .then(text)
            .catch(() => undefined),
        });
      } catch (error) {
        unreadable.push({ location: entry.path, error: error as Error });
      }
    }
    return { files, unreadable };
  }
}

function text(buffer: Buffer): string {
  if (buffer.length > MAX_FILE_BYTES) {
    throw tooLarge(buffer.length);
  }
  return buffer.toString('utf8');
}

function tooLarge(bytes: number): MissionError {
  return new MissionError(
    'PAYLOAD_TOO_LARGE',
    `The file has ${bytes} bytes; ${MAX_FILE_BYTES} are read at most`,
  );
}
