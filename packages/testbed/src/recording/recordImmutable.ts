import { attemptChanges, type Attempt, type Refusal } from './attempts';
import type { Probe } from './Probe';
import type { Samples } from './Sample';

/** A part of a kind that cannot be changed after creation. */
export interface ImmutableRule extends Refusal {
  /** What can be changed within the field, though. */
  readonly except: readonly string[];
}

/** What cannot be changed in each kind. */
export interface RecordedImmutable {
  readonly rules: Record<string, readonly ImmutableRule[]>;
  /** The server names another field than the one that was changed: kind, path, field. */
  readonly elsewhere: Record<string, Record<string, string>>;
  /** A change is accepted and has no effect. */
  readonly kept: Record<string, readonly string[]>;
  /** Refused for the value that was tried: not known. */
  readonly unsettled: Record<string, readonly string[]>;
}

/** What a recording expects of a server. */
export interface ServerTraits {
  /** It binds a claim to the volume that the claim names. */
  readonly bindsClaims: boolean;
}

/** Records what cannot be changed: the last sample of each kind is stored, and changed by dry runs. */
export async function recordImmutable(
  probe: Probe,
  samples: Samples,
  { bindsClaims }: ServerTraits,
): Promise<RecordedImmutable> {
  const recorded: RecordedImmutable = {
    rules: {},
    elsewhere: {},
    kept: {},
    unsettled: {},
  };
  const stored: string[] = [];
  try {
    for (const [kind, bodies] of Object.entries(samples)) {
      const one = await probe.store(bodies[bodies.length - 1]);
      stored.unshift(one.path);
      if (bindsClaims && kind === '/v1/PersistentVolumeClaim') {
        await probe.until(one.path, ({ status }) => status?.phase === 'Bound');
      }
      const attempts = await attemptChanges(probe, one);
      recorded.rules[kind] = rulesOf(attempts);
      put(recorded.kept, kind, pathsOf(attempts, 'kept'));
      put(recorded.unsettled, kind, pathsOf(attempts, 'unsettled'));
      const elsewhere = elsewhereOf(attempts);
      if (Object.keys(elsewhere).length > 0) {
        recorded.elsewhere[kind] = elsewhere;
      }
    }
  } finally {
    for (const path of stored) {
      await probe.remove(path);
    }
  }
  return recorded;
}

function rulesOf(attempts: readonly Attempt[]): ImmutableRule[] {
  const rules = new Map<string, ImmutableRule>();
  for (const { path, refusals } of attempts) {
    for (const refusal of refusals) {
      const key = JSON.stringify(refusal);
      if (isWithin(path, refusal.field) && !rules.has(key)) {
        const except = notRefused(attempts, refusal);
        rules.set(key, { ...refusal, except });
      }
    }
  }
  return [...rules.values()].sort((a, b) => (a.field < b.field ? -1 : 1));
}

/** Leaves below a field that this refusal does not concern, as the shortest paths without one that it does. */
function notRefused(attempts: readonly Attempt[], refusal: Refusal): string[] {
  const key = JSON.stringify(refusal);
  const below = attempts.filter(({ path }) => isWithin(path, refusal.field));
  const concerns = (one: Attempt) =>
    one.refusals.some(other => JSON.stringify(other) === key);
  const refused = below.filter(concerns).map(({ path }) => path);
  const free = below.filter(one => !concerns(one)).map(({ path }) => path);
  const shortest = free.map(path => {
    const parts = path.split('.');
    const length = parts.findIndex((_, i) => {
      const prefix = parts.slice(0, i + 1).join('.');
      return !refused.some(other => isWithin(other, prefix));
    });
    return parts.slice(0, length + 1).join('.');
  });
  return [...new Set(shortest)].sort();
}

function elsewhereOf(attempts: readonly Attempt[]): Record<string, string> {
  return Object.fromEntries(
    attempts.flatMap(({ path, refusals }) =>
      refusals
        .filter(({ field }) => !isWithin(path, field))
        .map(({ field, rule }) => [path, `${field}: ${rule}`]),
    ),
  );
}

function isWithin(path: string, field: string): boolean {
  return (
    path === field ||
    path.startsWith(`${field}.`) ||
    path.startsWith(`${field}[`)
  );
}

function pathsOf(
  attempts: readonly Attempt[],
  outcome: Attempt['outcome'],
): string[] {
  return attempts
    .filter(attempt => attempt.outcome === outcome)
    .map(({ path }) => path)
    .sort();
}

function put(
  into: Record<string, readonly string[]>,
  kind: string,
  paths: readonly string[],
): void {
  if (paths.length > 0) {
    into[kind] = paths;
  }
}
