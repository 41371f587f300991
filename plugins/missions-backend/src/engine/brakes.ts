import {
  type ClusterRef,
  personName,
} from '@mission-control/plugin-missions-common';
import { type ChangeWindow, windowState } from './changeWindows';

/** A switch that holds writes, until somebody lifts it or its end comes. */
export interface Freeze {
  readonly id: string;
  readonly scope: 'instance' | 'environment' | 'cluster';
  /** Of the environment or cluster. */
  readonly name?: string;
  /** UID of the cluster that had this name then: it is held under other names, too. */
  readonly clusterUid?: string;
  readonly reason: string;
  /** Ref of who set it. */
  readonly by: string;
  readonly at: string;
  readonly until?: string;
}

/** Why a target may begin no write now, and until when at the latest. */
export interface Hold {
  readonly kind: 'freeze' | 'window';
  /** For people. */
  readonly message: string;
  readonly freezeId?: string;
  readonly scope?: Freeze['scope'];
  /** Of the frozen environment or cluster, or of the window. */
  readonly name?: string;
  readonly by?: string;
  readonly reason?: string;
  /** Since when there is the freeze. */
  readonly at?: string;
  /** When the freeze ends or the window opens by itself. */
  readonly until?: string;
}

/** Where something is to be written. */
export interface BrakedPlace {
  /** Left out by runs without a cluster: only the whole instance can hold those. */
  readonly cluster?: string;
  /** Of its kube-system namespace, as pinned. */
  readonly clusterUid?: string;
  /** As it was when the run began, and as it is now. */
  readonly environments: readonly string[];
}

const scopes = ['instance', 'environment', 'cluster'] as const;

/** Where a target writes, by what is known of its cluster. */
export function placeOf(
  ...refs: ReadonlyArray<ClusterRef | undefined>
): BrakedPlace {
  const environments = refs.flatMap(ref => ref?.environment ?? []);
  return {
    cluster: refs.find(ref => ref)?.name,
    environments: [...new Set(environments)],
  };
}

/** Whether a freeze holds writes on a place at a moment. */
function freezes(freeze: Freeze, place: BrakedPlace, now: Date): boolean {
  if (freeze.until !== undefined && new Date(freeze.until) <= now) {
    return false;
  }
  switch (freeze.scope) {
    case 'instance':
      return true;
    case 'environment':
      return place.environments.includes(freeze.name!);
    default:
      return (
        place.cluster === freeze.name ||
        (freeze.clusterUid !== undefined &&
          place.clusterUid === freeze.clusterUid)
      );
  }
}

/**
 * What holds the writes on a place now: the widest freeze, else a window that
 * is closed. Undefined: writes may go.
 */
export function holdOf(options: {
  place: BrakedPlace;
  freezes: readonly Freeze[];
  windows: readonly ChangeWindow[];
  /** Somebody let the run go on outside of the windows. */
  passesWindows: boolean;
  now: Date;
}): Hold | undefined {
  const { place, windows, passesWindows, now } = options;
  const [frozen] = scopes.flatMap(scope =>
    options.freezes.filter(
      freeze => freeze.scope === scope && freezes(freeze, place, now),
    ),
  );
  if (frozen) {
    return holdOfFreeze(frozen);
  }
  return passesWindows ? undefined : holdOfWindows(place, windows, now);
}

/** The windows that count for a place; none for runs without a cluster. */
export function windowsOf(
  { cluster: name, environments }: BrakedPlace,
  windows: readonly ChangeWindow[],
): ChangeWindow[] {
  return name === undefined
    ? []
    : windows.filter(window => window.appliesTo({ name, environments }));
}

function holdOfFreeze(freeze: Freeze): Hold {
  const { id, scope, name, reason, by, at, until } = freeze;
  const end = until ? `, until ${utc(until)}` : '';
  return {
    kind: 'freeze',
    message: `Writes ${whereFrozen(freeze)} are frozen by ${personName(
      by,
    )} since ${utc(at)}${end}: ${reason}`,
    freezeId: id,
    scope,
    name,
    by,
    reason,
    at,
    until,
  };
}

function holdOfWindows(
  place: BrakedPlace,
  windows: readonly ChangeWindow[],
  now: Date,
): Hold | undefined {
  const own = windowsOf(place, windows);
  if (own.length === 0) {
    return undefined;
  }
  const { closed, changesAt } = windowState(own, now);
  if (!closed) {
    return undefined;
  }
  const opens = changesAt
    ? `it opens ${inZone(changesAt, closed.timeZone)}`
    : 'it does not open within two years';
  return {
    kind: 'window',
    message: `Outside the change window '${closed.name}'; ${opens}`,
    name: closed.name,
    until: changesAt?.toISOString(),
  };
}

/** Where a freeze holds, for the middle of a sentence. */
function whereFrozen({ scope, name }: Pick<Freeze, 'scope' | 'name'>): string {
  switch (scope) {
    case 'instance':
      return 'everywhere';
    case 'environment':
      return `in environment '${name}'`;
    default:
      return `on cluster '${name}'`;
  }
}

function utc(time: string): string {
  return inZone(new Date(time), 'UTC');
}

/** Such as `Mon 23 Nov 2026, 09:00 (Europe/Berlin)`. */
function inZone(time: Date, timeZone: string): string {
  const part = Object.fromEntries(
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
      .formatToParts(time)
      .map(({ type, value }) => [type, value]),
  );
  return `${part.weekday} ${part.day} ${part.month} ${part.year}, ${part.hour}:${part.minute} (${timeZone})`;
}
