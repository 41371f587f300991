import type { ActionFacts } from '../lint/rule';
import type { MissionStep } from '../format';

/** A kind of object that a mission can reach, and how. @public */
export interface MissionTouch {
  kind: string;
  apiVersion?: string;
  /** As it is written; `{name}` stands for the parameter of that name. */
  namespace?: string;
  verbs: string[];
}

const READ = ['get'];
const WRITE = ['get', 'create', 'patch', 'update', 'delete'];

/**
 * Kubernetes verbs of the actions whose input names objects, undo included:
 * it deletes what was created, creates what was deleted, and puts everything
 * else back by an update, owners of fields included.
 */
const VERBS: Readonly<Record<string, readonly string[]>> = {
  'kubernetes:apply': WRITE,
  'kubernetes:patch': ['get', 'patch', 'update'],
  'kubernetes:scale': ['get', 'patch', 'update'],
  'kubernetes:restart': ['get', 'patch'],
  'kubernetes:delete': ['get', 'create', 'update', 'delete'],
  'kubernetes:wait': READ,
  'kubernetes:logs': READ,
};

/** What an action reaches that does not stand in its input. */
const FIXED: Readonly<Record<string, MissionTouch>> = {
  'kubernetes:job': {
    kind: 'Job',
    apiVersion: 'batch/v1',
    verbs: ['get', 'create', 'patch', 'delete'],
  },
};

/**
 * The kinds that one step reaches by itself, as far as its text says so. What
 * expressions make is left out, and so is what a mission that it starts reaches.
 * @public
 */
export function stepTouches(
  { action, input }: Pick<MissionStep, 'action' | 'input'>,
  actions: ReadonlyMap<string, ActionFacts>,
): MissionTouch[] {
  const verbs =
    VERBS[action] ?? (actions.get(action)?.effect === 'write' ? WRITE : READ);
  const fixed = FIXED[action];
  return [
    ...(fixed ? [{ ...fixed, namespace: shown(input?.namespace) }] : []),
    ...namedObjects(input).map(object => ({ ...object, verbs: [...verbs] })),
  ];
}

/** Each kind in each namespace once, with all its verbs, sorted by kind. @public */
export function mergeTouches(touches: Iterable<MissionTouch>): MissionTouch[] {
  const merged = new Map<string, MissionTouch>();
  for (const touch of touches) {
    const key = `${touch.apiVersion}/${touch.kind}/${touch.namespace ?? ''}`;
    const verbs = new Set([...(merged.get(key)?.verbs ?? []), ...touch.verbs]);
    merged.set(key, { ...touch, verbs: [...verbs] });
  }
  return [...merged.values()].sort(
    (a, b) =>
      a.kind.localeCompare(b.kind) ||
      (a.namespace ?? '').localeCompare(b.namespace ?? ''),
  );
}

function namedObjects(
  input: Readonly<Record<string, unknown>> | undefined,
): Omit<MissionTouch, 'verbs'>[] {
  const candidates = [
    input,
    input?.object,
    ...(Array.isArray(input?.objects) ? input.objects : []),
  ];
  return candidates.flatMap(candidate => {
    if (typeof candidate !== 'object' || candidate === null) {
      return [];
    }
    const { apiVersion, kind, metadata, namespace } = candidate as Record<
      string,
      any
    >;
    return typeof kind === 'string' && !kind.includes('${{')
      ? [
          {
            kind,
            ...(typeof apiVersion === 'string' && { apiVersion }),
            namespace: shown(metadata?.namespace ?? namespace),
          },
        ]
      : [];
  });
}

function shown(namespace: unknown): string | undefined {
  return typeof namespace === 'string'
    ? namespace.replace(/\$\{\{\s*parameters\.(\w+)\s*\}\}/g, '{$1}')
    : undefined;
}
