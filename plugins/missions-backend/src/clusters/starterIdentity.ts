import type { Config } from '@backstage/config';
import { MissionError } from '@mission-control/plugin-missions-common';
import type { Impersonation } from './transport/impersonation';
import { matchesPattern } from './guards/matchesPattern';

/** Between what is Backstage's and the cluster's own users and groups. */
const DEFAULT_PREFIX = 'backstage:';
const DEFAULT_NAMESPACE = 'default';
/** As many lines of a header as proxies before an API server take for sure. */
const MAX_GROUPS = 100;
const MAX_LENGTH = 253;
const SYSTEM = 'system:';

const USER_SOURCES = ['ref', 'name', 'email', 'annotation'] as const;
const GROUP_SOURCES = ['ref', 'name', 'none'] as const;

/** How a person of Backstage is called on a cluster. */
export interface StarterSettings {
  readonly user: (typeof USER_SOURCES)[number];
  /** Of the User entity; with `user: annotation`. */
  readonly annotation?: string;
  readonly userPrefix: string;
  readonly groups: (typeof GROUP_SOURCES)[number];
  /** Patterns of group refs that are handed over; undefined: all. */
  readonly onlyGroups?: readonly string[];
  readonly groupPrefix: string;
  /** Names that begin with `system:` are the cluster's own. */
  readonly allowSystem: boolean;
}

/** Who started a run, as Backstage knew the person then. */
export interface Starter {
  /** Entity ref, such as user:default/jane. */
  readonly ref: string;
  /** Entity refs of the groups. */
  readonly groups: readonly string[];
  readonly email?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Reads `missions.clusters[].impersonate.starter`. Throws on what it cannot be. */
export function readStarterSettings(config: Config): StarterSettings {
  const oneOf = <T extends string>(key: string, values: readonly T[]): T => {
    const value = config.getOptionalString(key) ?? values[0];
    if (!values.includes(value as T)) {
      throw new Error(
        `${key} of impersonate.starter is '${value}', expected ${values.join(
          ', ',
        )}`,
      );
    }
    return value as T;
  };
  const user = oneOf('user', USER_SOURCES);
  const annotation = config.getOptionalString('annotation');
  if ((user === 'annotation') !== (annotation !== undefined)) {
    throw new Error(
      `impersonate.starter needs both, 'user: annotation' and the key 'annotation', or neither`,
    );
  }
  return {
    user,
    annotation,
    userPrefix: prefixOf(config, 'userPrefix'),
    groups: oneOf('groups', GROUP_SOURCES),
    onlyGroups: config.getOptionalStringArray('onlyGroups'),
    groupPrefix: prefixOf(config, 'groupPrefix'),
    allowSystem: config.getOptionalBoolean('allowSystem') ?? false,
  };
}

/**
 * As whom a run acts on a cluster that acts as the starter: the same answer for
 * the same person, whatever the order of the groups. Throws NOT_ALLOWED where
 * nobody is to be had, and for names that would be somebody else's.
 */
export function starterIdentity(
  settings: StarterSettings,
  cluster: string,
  starter: Starter | undefined,
): Impersonation {
  const refuse = (why: string, remedy: string) =>
    new MissionError(
      'NOT_ALLOWED',
      `Cluster '${cluster}' acts as the person who starts a run, and ${why}`,
      { remedy },
    );
  if (!starter) {
    throw refuse(
      'this one was started by no person',
      'Let a person start it, or enable its orbit; service principals act only on clusters with a named identity.',
    );
  }
  const named = nameOfUser(settings, starter);
  if (!named) {
    throw refuse(
      `${starter.ref} has no ${wordsOf(settings)} in the catalog`,
      `Give the User entity what missions.clusters[].impersonate.starter.user names, then start the run again.`,
    );
  }
  const user = settings.userPrefix + named;
  const groups = [
    ...new Set(
      starter.groups.flatMap(ref =>
        isHandedOver(settings, ref) ? nameOfGroup(settings, ref) : [],
      ),
    ),
  ].sort();
  if (groups.length > MAX_GROUPS) {
    throw refuse(
      `${starter.ref} is in ${groups.length} groups; at most ${MAX_GROUPS} can be told`,
      'Name those that matter in missions.clusters[].impersonate.starter.onlyGroups.',
    );
  }
  for (const name of [user, ...groups]) {
    if (!settings.allowSystem && name.toLowerCase().startsWith(SYSTEM)) {
      throw refuse(
        `'${name}' would be an identity of the cluster itself`,
        'Set a prefix, or allowSystem if that is meant.',
      );
    }
    // A header loses spaces at its ends, and proxies split it at commas.
    if (/[\s,\p{Cc}\p{Cf}]/u.test(name) || name.length > MAX_LENGTH) {
      throw refuse(
        `a name of ${starter.ref} has spaces, commas or control characters, or is longer than ${MAX_LENGTH} characters`,
        'Correct the entity, or let another field of it name the user.',
      );
    }
  }
  return { user, groups };
}

function nameOfUser(
  { user, annotation }: StarterSettings,
  { ref, email, annotations }: Starter,
): string | undefined {
  switch (user) {
    case 'name':
      return localName(ref);
    case 'email':
      return email;
    case 'annotation':
      return annotations?.[annotation!];
    default:
      return ref;
  }
}

function wordsOf({ user, annotation }: StarterSettings): string {
  if (user === 'name') {
    return `name in the namespace '${DEFAULT_NAMESPACE}'`;
  }
  return user === 'annotation' ? `annotation '${annotation}'` : user;
}

function isHandedOver(
  { groups, onlyGroups }: StarterSettings,
  ref: string,
): boolean {
  return (
    groups !== 'none' &&
    ref.startsWith('group:') &&
    (onlyGroups?.some(pattern => matchesPattern(pattern, ref)) ?? true)
  );
}

function nameOfGroup(
  { groups, groupPrefix }: StarterSettings,
  ref: string,
): string[] {
  const name = groups === 'name' ? localName(ref) : ref;
  return name === undefined ? [] : [groupPrefix + name];
}

/** Names alone are unique in one namespace only. */
function localName(ref: string): string | undefined {
  const [, namespace, name] = /^[^:]+:([^/]+)\/(.+)$/.exec(ref) ?? [];
  return namespace === DEFAULT_NAMESPACE ? name : undefined;
}

/** An empty prefix is a choice, which getOptionalString does not take. */
function prefixOf(config: Config, key: string): string {
  const value = config.getOptional(key);
  if (value !== undefined && typeof value !== 'string') {
    throw new Error(`${key} of impersonate.starter is no text`);
  }
  return value ?? DEFAULT_PREFIX;
}
