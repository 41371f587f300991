import type {
  RootConfigService,
  UrlReaderService,
} from '@backstage/backend-plugin-api';
import { readDurationFromConfig } from '@backstage/config';
import { Duration } from 'luxon';
import { resolve } from 'node:path';
import { DirectorySource } from './DirectorySource';
import type { MissionSource } from './MissionSource';
import { UrlSource } from './UrlSource';

const NAME = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Seconds between reads where the configuration does not say. */
const DEFAULT_EVERY_SECONDS = { directory: 60, url: 600 };

/** The shortest time between two reads of a source, in seconds. */
const SHORTEST_EVERY_SECONDS = 10;

/**
 * Sources of `missions.sources[]`. Throws when an entry is wrong, naming it:
 * a portal with half of its sources would look complete.
 */
export function readSources(options: {
  config: RootConfigService;
  reader: UrlReaderService;
}): MissionSource[] {
  const { config, reader } = options;
  const entries = config.getOptionalConfigArray('missions.sources') ?? [];
  const sources = entries.map((entry, index): MissionSource => {
    const place = `missions.sources[${index}]`;
    const name = entry.getString('name');
    if (!NAME.test(name)) {
      throw new Error(
        `${place}.name is '${name}'; use up to 63 lower-case letters, digits and dashes`,
      );
    }
    const type = entry.getString('type');
    if (type !== 'directory' && type !== 'url') {
      throw new Error(`${place}.type is '${type}'; use directory or url`);
    }
    const everySeconds = entry.has('schedule.frequency')
      ? Duration.fromObject(
          readDurationFromConfig(entry, { key: 'schedule.frequency' }),
        ).as('seconds')
      : DEFAULT_EVERY_SECONDS[type];
    if (everySeconds < SHORTEST_EVERY_SECONDS) {
      throw new Error(
        `${place}.schedule.frequency is ${everySeconds} s; at least ${SHORTEST_EVERY_SECONDS} s`,
      );
    }
    if (type === 'directory') {
      const path = resolve(entry.getString('path'));
      return new DirectorySource({ name, path, everySeconds });
    }
    const target = entry.getString('target');
    if (!URL.canParse(target)) {
      throw new Error(`${place}.target is '${target}', which is no address`);
    }
    return new UrlSource({ name, target, everySeconds, reader });
  });
  const names = sources.map(source => source.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) {
    throw new Error(`missions.sources lists the name '${twice}' twice`);
  }
  return sources;
}
