import { MissionError } from '@mission-control/plugin-missions-common';
import { CronExpressionParser } from 'cron-parser';
import { IANAZone } from 'luxon';

/** When an orbit looks. Exactly one of cadence and cron. */
export interface OrbitSchedule {
  readonly cadence?: 'hourly' | 'daily' | 'weekly' | 'monthly';
  /** Five fields: minute, hour, day of month, month, day of week. */
  readonly cron?: string;
  /** IANA name, such as Europe/Berlin. */
  readonly timeZone: string;
  /** Seconds after a slot within which its run may start and end. */
  readonly graceSeconds?: number;
}

/** Nightly work happens at two o'clock, weekly work on Mondays, monthly work on the first. */
export const cadenceCron = {
  hourly: '0 * * * *',
  daily: '0 2 * * *',
  weekly: '0 2 * * 1',
  monthly: '0 2 1 * *',
} as const satisfies Record<NonNullable<OrbitSchedule['cadence']>, string>;

/** Grace where neither orbit nor mission says one. */
export const DEFAULT_GRACE_SECONDS = 3600;

/** A slot may not come more often than this, in milliseconds. */
const SHORTEST_INTERVAL_MS = 5 * 60 * 1000;

/**
 * Checks a schedule. Throws INPUT_INVALID naming the field: both or neither of
 * cadence and cron, a cron that cannot be parsed or has other than five
 * fields, an unknown time zone, slots closer than five minutes.
 */
export function checkSchedule(schedule: OrbitSchedule): void {
  if (!IANAZone.isValidZone(schedule.timeZone)) {
    throw new MissionError(
      'INPUT_INVALID',
      `schedule.timeZone '${schedule.timeZone}' is not an IANA time zone`,
      { remedy: 'Use a name such as Europe/Berlin or Etc/UTC.' },
    );
  }
  if (Boolean(schedule.cadence) === Boolean(schedule.cron)) {
    throw new MissionError(
      'INPUT_INVALID',
      'schedule needs exactly one of cadence and cron',
      { remedy: 'Keep the one that is meant and remove the other.' },
    );
  }
  if (schedule.cron) {
    checkCron(schedule.cron, schedule.timeZone);
  }
}

/** The first slot after a moment. */
export function nextSlot(schedule: OrbitSchedule, after: Date): Date {
  return slots(schedule, after).next().toDate();
}

/**
 * The newest slot at or before `now` that is not before `from`; `from` when
 * no later one has come. What lies between was missed and is caught up by
 * one run.
 */
export function newestSlot(
  schedule: OrbitSchedule,
  from: Date,
  now: Date,
): Date {
  const newest = slots(schedule, new Date(now.getTime() + 1))
    .prev()
    .toDate();
  return newest > from ? newest : from;
}

/** How many slots lie in (from, to]; stops counting at 1000. */
export function countSlots(
  schedule: OrbitSchedule,
  from: Date,
  to: Date,
): number {
  const expression = slots(schedule, from);
  let count = 0;
  while (count < 1000 && expression.next().toDate() <= to) {
    count++;
  }
  return count;
}

function slots(schedule: OrbitSchedule, currentDate: Date) {
  const cron = schedule.cron ?? cadenceCron[schedule.cadence ?? 'daily'];
  return CronExpressionParser.parse(cron, {
    currentDate,
    tz: schedule.timeZone,
  });
}

function checkCron(cron: string, tz: string): void {
  const fields = cron.trim().split(/\s+/).length;
  if (fields !== 5 || /^@/.test(cron.trim())) {
    throw new MissionError(
      'INPUT_INVALID',
      `schedule.cron '${cron}' has ${fields} fields, not five`,
      { remedy: 'Write minute, hour, day of month, month, day of week.' },
    );
  }
  let gap = Infinity;
  try {
    const expression = CronExpressionParser.parse(cron, { tz });
    const times = expression.take(10).map(slot => slot.toDate().getTime());
    gap = Math.min(...times.slice(1).map((time, at) => time - times[at]));
  } catch (cause) {
    throw new MissionError(
      'INPUT_INVALID',
      `schedule.cron '${cron}' cannot be read: ${(cause as Error).message}`,
      {
        cause,
        remedy: 'Write minute, hour, day of month, month, day of week.',
      },
    );
  }
  if (gap < SHORTEST_INTERVAL_MS) {
    throw new MissionError(
      'INPUT_INVALID',
      `schedule.cron '${cron}' comes every ${Math.round(gap / 60000)} min`,
      { remedy: 'Leave at least five minutes between two slots.' },
    );
  }
}
