import type { Config } from '@backstage/config';
import {
  isTimeZone,
  momentsOfDay,
  nextSlot,
} from '@mission-control/plugin-missions-common';
import { matchesPattern } from '../clusters';
import type { ChangeWindow, WindowTimes } from '../engine';

const KEY = 'missions.changeWindows';
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const DAYS = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
];
const MAX_HOURS = 7 * 24;

/** An entry of the configuration, with the key that an error names. */
interface Entry {
  readonly config: Config;
  readonly key: string;
}

/** Reads `missions.changeWindows`; throws with the key and what is wrong there. */
export function readChangeWindows(config: Config): ChangeWindow[] {
  return (config.getOptionalConfigArray(KEY) ?? []).map((item, index) =>
    readWindow({ config: item, key: `${KEY}[${index}]` }),
  );
}

function readWindow(entry: Entry): ChangeWindow {
  const { config } = entry;
  knowsKeys(entry, [
    'name',
    'timeZone',
    'environments',
    'clusters',
    'allow',
    'deny',
  ]);
  const name = config.getString('name');
  const timeZone = config.getString('timeZone');
  if (!isTimeZone(timeZone)) {
    fail(
      entry,
      'timeZone',
      `'${timeZone}' is not a time zone; use an IANA name such as Europe/Zurich or Etc/UTC`,
    );
  }
  const appliesTo = readPlaces(entry);
  const allow = readTimes(entry, 'allow', timeZone);
  const deny = readTimes(entry, 'deny', timeZone);
  if (allow.length + deny.length === 0) {
    fail(entry, 'allow', 'nothing is in allow or in deny; say at least one');
  }
  return { name, timeZone, allow, deny, appliesTo };
}

/** For the clusters of some environments and those that a pattern fits. */
function readPlaces(entry: Entry): ChangeWindow['appliesTo'] {
  const environments =
    entry.config.getOptionalStringArray('environments') ?? [];
  const clusters = entry.config.getOptionalStringArray('clusters') ?? [];
  if (environments.length + clusters.length === 0) {
    fail(
      entry,
      'clusters',
      "neither environments nor clusters are named; clusters: ['*'] means all",
    );
  }
  return place =>
    place.environments.some(name => environments.includes(name)) ||
    clusters.some(pattern => matchesPattern(pattern, place.name));
}

function readTimes(
  entry: Entry,
  field: 'allow' | 'deny',
  timeZone: string,
): WindowTimes[] {
  return (entry.config.getOptionalConfigArray(field) ?? []).map(
    (config, index) => {
      const item = { config, key: `${entry.key}.${field}[${index}]` };
      knowsKeys(item, ['days', 'from', 'to', 'cron', 'hours', 'start', 'end']);
      if (config.has('cron')) {
        return readCronTimes(item, timeZone);
      }
      return config.has('start') || config.has('end')
        ? readOnce(item, timeZone)
        : readWeekly(item);
    },
  );
}

function readWeekly(entry: Entry): WindowTimes {
  onlyKeys(entry, ['days', 'from', 'to'], 'of days and times');
  const names = entry.config.getOptionalStringArray('days') ?? DAYS;
  if (names.length === 0) {
    fail(entry, 'days', 'it names no day; leave it out for every day');
  }
  const days = names.map(name => {
    const day = DAYS.indexOf(name.toLowerCase());
    return day >= 0
      ? day
      : fail(entry, 'days', `'${name}' is no day; write ${DAYS.join(', ')}`);
  });
  const from = readClock(entry, 'from', '00:00');
  const to = readClock(entry, 'to', '24:00');
  if (from >= DAY_MS) {
    fail(entry, 'from', 'a window begins before 24:00');
  }
  return {
    kind: 'weekly',
    days,
    from,
    // Until a time that is not later: on the day after.
    to: to > from ? to : to + DAY_MS,
  };
}

function readClock(
  entry: Entry,
  field: 'from' | 'to',
  otherwise: string,
): number {
  const text = entry.config.getOptionalString(field) ?? otherwise;
  const [, hour, minute] = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(text) ?? [];
  const time = (Number(hour) * 60 + Number(minute)) * MINUTE_MS;
  return time <= DAY_MS
    ? time
    : fail(
        entry,
        field,
        `'${text}' is not a time; write it in quotes with two digits each, such as '09:30'`,
      );
}

function readCronTimes(entry: Entry, timeZone: string): WindowTimes {
  onlyKeys(entry, ['cron', 'hours'], 'with cron');
  const cron = entry.config.getString('cron');
  if (!nextSlot({ cron, timeZone }, new Date(0))) {
    fail(
      entry,
      'cron',
      `'${cron}' cannot be read or never comes; write minute hour day-of-month month day-of-week`,
    );
  }
  const hours = entry.config.getNumber('hours');
  if (!(hours > 0 && hours <= MAX_HOURS)) {
    fail(
      entry,
      'hours',
      `${hours} is not between 0 and ${MAX_HOURS}; it says how long the window is`,
    );
  }
  return { kind: 'cron', cron, length: hours * 60 * MINUTE_MS };
}

function readOnce(entry: Entry, timeZone: string): WindowTimes {
  onlyKeys(entry, ['start', 'end'], 'with start and end');
  const from = readMoment(entry, 'start', timeZone);
  const to = readMoment(entry, 'end', timeZone);
  if (to <= from) {
    fail(entry, 'end', 'it is not after the start');
  }
  return { kind: 'once', from, to };
}

/** A local day, or a local time of one. */
function readMoment(
  entry: Entry,
  field: 'start' | 'end',
  timeZone: string,
): number {
  const text = entry.config.getString(field);
  const [, date, hour = '00', minute = '00'] =
    /^(\d{4}-\d\d-\d\d)(?:[T ]([01]\d|2[0-3]):([0-5]\d))?$/.exec(text) ?? [];
  const day = date === undefined ? NaN : Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(day) || new Date(day).toISOString().slice(0, 10) !== date) {
    fail(
      entry,
      field,
      `'${text}' is not a date; write it in quotes, such as '2026-12-24' or '2026-12-24T18:00'`,
    );
  }
  const time = (Number(hour) * 60 + Number(minute)) * MINUTE_MS;
  return momentsOfDay(timeZone, day, [time], false)[0];
}

function knowsKeys(entry: Entry, known: readonly string[]): void {
  const [other] = entry.config.keys().filter(key => !known.includes(key));
  if (other !== undefined) {
    fail(entry, other, `it is not known; there are ${known.join(', ')}`);
  }
}

function onlyKeys(entry: Entry, known: readonly string[], kind: string): void {
  const [other] = entry.config.keys().filter(key => !known.includes(key));
  if (other !== undefined) {
    fail(
      entry,
      other,
      `a window ${kind} has no ${other}; it has ${known.join(', ')}`,
    );
  }
}

function fail(entry: Entry, field: string, what: string): never {
  throw new Error(`Wrong configuration at ${entry.key}.${field}: ${what}`);
}
