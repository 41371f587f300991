import type { TargetChoice } from '@mission-control/plugin-missions-common';

/** Names in the address bar of what a launch page sends. */
export const launchParams = ['parameters', 'target', 'entity'] as const;

/**
 * Characters of an address that its parameters may take: servers and proxies
 * refuse one of 8 KB, and clusters come besides.
 */
const MOST = 4_000;

/** What a link to the launch page carries; secrets are never in it. */
export interface LaunchAddress {
  parameters: Record<string, unknown>;
  targets: TargetChoice[];
  entity?: string;
  /** It has parameters that nobody can read: a link may be cut off. */
  isCut?: true;
}

/** Reads the address bar; what is malformed is left out. */
export function parseLaunchAddress(params: URLSearchParams): LaunchAddress {
  const parameters = parseObject(params.get('parameters') ?? '{}');
  return {
    parameters: parameters ?? {},
    ...(!parameters && { isCut: true }),
    targets: params
      .getAll('target')
      .map(parseTarget)
      .filter(({ cluster }) => cluster.trim() !== ''),
    entity: params.get('entity') ?? undefined,
  };
}

/** Writes the address bar without the named secrets. */
export function formatLaunchAddress(
  address: LaunchAddress,
  secretNames: readonly string[],
): URLSearchParams {
  const params = new URLSearchParams();
  const shown = Object.fromEntries(
    Object.entries(address.parameters).filter(
      ([name]) => !secretNames.includes(name),
    ),
  );
  if (Object.keys(shown).length > 0) {
    params.set('parameters', JSON.stringify(shown));
  }
  for (const { cluster, role } of address.targets) {
    params.append('target', role ? `${role}:${cluster}` : cluster);
  }
  if (address.entity) {
    params.set('entity', address.entity);
  }
  return params;
}

/**
 * As many of these parameters as an address may hold, in their order, and those
 * that would make it too long.
 */
export function parametersThatFit(
  entries: readonly (readonly [name: string, value: unknown])[],
): Record<'fitting' | 'tooLong', Record<string, unknown>> {
  const fitting: (typeof entries)[number][] = [];
  const tooLong: typeof fitting = [];
  for (const entry of entries) {
    const parameters = Object.fromEntries([...fitting, entry]);
    const { length } = formatLaunchAddress(
      { parameters, targets: [] },
      [],
    ).toString();
    (length > MOST ? tooLong : fitting).push(entry);
  }
  return {
    fitting: Object.fromEntries(fitting),
    tooLong: Object.fromEntries(tooLong),
  };
}

function parseTarget(text: string): TargetChoice {
  const colon = text.indexOf(':');
  return colon < 0
    ? { cluster: text }
    : { role: text.slice(0, colon), cluster: text.slice(colon + 1) };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(text);
    return value && typeof value === 'object' && !Array.isArray(value)
      ? value
      : undefined;
  } catch {
    return undefined;
  }
}
