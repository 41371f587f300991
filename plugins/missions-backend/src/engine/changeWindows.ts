import {
  localTime,
  momentsOfDay,
  slotsAfter,
} from '@mission-control/plugin-missions-common';

const DAY_MS = 86_400_000;

/** A weekly time comes back within so many days, whatever the clocks do. */
const LOOK_DAYS = 8;

/** Openings further away are not looked for: nobody waits for them. */
const SEARCH_MS = 2 * 366 * DAY_MS;
/** Nor behind so many beginnings and ends of windows. */
const SEARCH_STEPS = 2_000;

/** When a window is: by days and times, by cron, or once. Times are milliseconds. */
export type WindowTimes =
  | {
      readonly kind: 'weekly';
      /** 0 is Sunday. */
      readonly days: readonly number[];
      /** Since midnight, by the clock. */
      readonly from: number;
      /** More than a day: on the day after. */
      readonly to: number;
    }
  | { readonly kind: 'cron'; readonly cron: string; readonly length: number }
  | { readonly kind: 'once'; readonly from: number; readonly to: number };

/** When missions may write on some clusters. */
export interface ChangeWindow {
  readonly name: string;
  /** IANA name, such as Europe/Berlin. */
  readonly timeZone: string;
  /** Empty: always, except when it is denied. */
  readonly allow: readonly WindowTimes[];
  /** Always wins. */
  readonly deny: readonly WindowTimes[];
  appliesTo(cluster: {
    readonly name: string;
    readonly environments: readonly string[];
  }): boolean;
}

/** How the windows of a cluster stand at a moment. */
export interface WindowState {
  /** The first that is closed; undefined: writes may go. */
  readonly closed?: ChangeWindow;
  /** When it opens or closes. Undefined: not within two years. */
  readonly changesAt?: Date;
}

/**
 * How windows stand together: open while each of them is. What the clocks pass
 * over or show twice is as {@link momentsOfDay} says, so that a window that
 * begins or ends in the missing hour moves on by it, and one over the hour that
 * comes twice is an hour longer.
 */
export function windowState(
  windows: readonly ChangeWindow[],
  now: Date,
): WindowState {
  const closed = firstClosed(windows, now.getTime());
  const isClosed = closed !== undefined;
  let at = now.getTime();
  for (let step = 0; step < SEARCH_STEPS; step++) {
    at = nextEdge(windows, at);
    if (at > now.getTime() + SEARCH_MS) {
      break;
    }
    if ((firstClosed(windows, at) !== undefined) !== isClosed) {
      return { closed, changesAt: new Date(at) };
    }
  }
  return { closed };
}

function firstClosed(
  windows: readonly ChangeWindow[],
  at: number,
): ChangeWindow | undefined {
  return windows.find(({ allow, deny, timeZone }) => {
    const isIn = (times: WindowTimes) =>
      spansFrom(times, timeZone, at).some(
        ([from, to]) => from <= at && at < to,
      );
    return deny.some(isIn) || (allow.length > 0 && !allow.some(isIn));
  });
}

/** When the next of their times begins or ends; Infinity: never. */
function nextEdge(windows: readonly ChangeWindow[], at: number): number {
  return Math.min(
    ...windows
      .flatMap(({ allow, deny, timeZone }) =>
        [...allow, ...deny].flatMap(times => spansFrom(times, timeZone, at)),
      )
      .flat()
      .filter(edge => edge > at),
  );
}

/** The times that go on at a moment or begin next, as from and to. */
function spansFrom(
  times: WindowTimes,
  timeZone: string,
  at: number,
): Array<readonly [from: number, to: number]> {
  switch (times.kind) {
    case 'once':
      return [[times.from, times.to]];
    case 'cron': {
      const slots = slotsAfter(
        { cron: times.cron, timeZone },
        new Date(at - times.length),
      );
      const spans: Array<readonly [number, number]> = [];
      for (const slot of slots) {
        spans.push([slot.getTime(), slot.getTime() + times.length]);
        if (slot.getTime() > at) {
          break;
        }
      }
      return spans;
    }
    case 'weekly':
      return weeklySpans(times, timeZone, at);
    default:
      throw new Error(`Unknown times ${JSON.stringify(times satisfies never)}`);
  }
}

function weeklySpans(
  { days, from, to }: Extract<WindowTimes, { kind: 'weekly' }>,
  timeZone: string,
  at: number,
): Array<readonly [number, number]> {
  const today = Math.floor(localTime(timeZone, at) / DAY_MS) * DAY_MS;
  // The one of the day before may go on past midnight.
  return Array.from(
    { length: LOOK_DAYS + 1 },
    (_, i) => today + (i - 1) * DAY_MS,
  )
    .filter(day => days.includes(new Date(day).getUTCDay()))
    .map(day => {
      const [begin] = momentsOfDay(timeZone, day, [from], false);
      const [end] = momentsOfDay(timeZone, day, [to], false);
      return [begin, end] as const;
    });
}
