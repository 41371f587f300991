import type { ActionFacts } from '../lint/rule';
import type { MissionStep } from '../format';
import type { MissionTouch } from './MissionTouch';
import { readsBeside } from './readsBeside';

type Input = Readonly<Record<string, unknown>>;

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
};

/** Checks whose input names kinds of which they read no object. */
const NO_OBJECT: readonly string[] = ['kubernetes:api'];

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
 * expressions make is left out, and so are its checks and what a mission that
 * it starts reaches.
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
    ...readTouches(action, input),
  ];
}

/** The kinds that one check reads, as far as its text says so. @public */
export function checkTouches({
  check,
  input,
}: {
  readonly check: string;
  readonly input?: Input;
}): MissionTouch[] {
  const named = NO_OBJECT.includes(check) ? [] : namedObjects(input);
  return [
    ...named.map(object => ({ ...object, verbs: [...READ] })),
    ...readTouches(check, input),
  ];
}

/** What is read beside the objects of the input. */
function readTouches(use: string, input: Input | undefined): MissionTouch[] {
  return readsBeside(use, input ?? {}, namedObjects(input)).map(touch => ({
    ...touch,
    namespace: shown(touch.namespace),
  }));
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

function namedObjects(input: Input | undefined): Omit<MissionTouch, 'verbs'>[] {
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
