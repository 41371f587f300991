import { isTimeZone } from './localTime';
import { readCron } from './readCron';
import { slotsAfter, type SlotSchedule } from './slots';

/** What is wrong with one field of a schedule, and what helps. @public */
export interface ScheduleFault {
  readonly field: 'cadence' | 'cron' | 'timeZone' | 'jitter';
  readonly message: string;
  readonly remedy: string;
}

/** A slot may not come more often than this, in milliseconds. */
const SHORTEST_GAP_MS = 5 * 60_000;

/** So many slots are compared to find the shortest gap, within so long. */
const COMPARED_SLOTS = 2000;
const COMPARED_MS = 10 * 366 * 86_400_000;

const CRON_REMEDY =
  'Write five fields: minute hour day-of-month month day-of-week.';

/**
 * What is wrong with a schedule: an unknown time zone, both or neither of
 * cadence and cron, a cron that cannot be read, never comes or comes more
 * often than every five minutes, a jitter that reaches the next slot.
 * @public
 */
export function scheduleFaults(
  schedule: SlotSchedule & {
    /** Starts are spread over this time. */
    readonly jitterSeconds?: number;
  },
): ScheduleFault[] {
  return [
    ...zoneFaults(schedule),
    ...slotFaults(schedule, (schedule.jitterSeconds ?? 0) * 1000),
  ];
}

function zoneFaults({ timeZone }: SlotSchedule): ScheduleFault[] {
  return isTimeZone(timeZone)
    ? []
    : [
        {
          field: 'timeZone',
          message: `"${timeZone}" is not a time zone`,
          remedy: 'Use an IANA name such as Europe/Zurich or Etc/UTC.',
        },
      ];
}

function slotFaults(schedule: SlotSchedule, jitterMs: number): ScheduleFault[] {
  const { cadence, cron } = schedule;
  if (Boolean(cadence) === Boolean(cron)) {
    return [
      {
        field: 'cadence',
        message: 'exactly one of cadence and cron is needed',
        remedy: 'Keep the one that is meant and remove the other.',
      },
    ];
  }
  const read = cron ? readCron(cron) : undefined;
  if (read && 'fault' in read) {
    return [
      {
        field: 'cron',
        message: `"${cron}" is not a cron expression: ${read.fault}`,
        remedy: CRON_REMEDY,
      },
    ];
  }
  return gapFaults(schedule, jitterMs);
}

function gapFaults(schedule: SlotSchedule, jitterMs: number): ScheduleFault[] {
  const gap = shortestGapMs(schedule);
  if (gap === undefined) {
    return [
      {
        field: 'cron',
        message: `"${schedule.cron}" never comes`,
        remedy: 'Name a day that its months have.',
      },
    ];
  }
  if (gap < SHORTEST_GAP_MS) {
    return [
      {
        field: 'cron',
        message: `"${schedule.cron}" comes within ${minutes(gap)} min`,
        remedy: 'Leave at least five minutes between two slots.',
      },
    ];
  }
  if (jitterMs >= gap) {
    return [
      {
        field: 'jitter',
        message: `a jitter of ${minutes(
          jitterMs,
        )} min reaches the next slot, which comes within ${minutes(gap)} min`,
        remedy: 'Make it shorter than the time between two slots.',
      },
    ];
  }
  return [];
}

/** By the clock, where no hour is missing or comes twice. */
function shortestGapMs(schedule: SlotSchedule): number | undefined {
  let shortest: number | undefined;
  let before: number | undefined;
  let compared = 0;
  const slots = slotsAfter({ ...schedule, timeZone: 'Etc/UTC' }, new Date(0));
  for (const slot of slots) {
    const gap = before === undefined ? Infinity : slot.getTime() - before;
    shortest = Math.min(shortest ?? Infinity, gap);
    before = slot.getTime();
    if (++compared === COMPARED_SLOTS || before > COMPARED_MS) {
      break;
    }
  }
  return shortest;
}

function minutes(ms: number): number {
  return Math.round(ms / 60_000);
}
