import {
  describeMission,
  type Mission,
  type MissionSpec,
} from '@mission-control/plugin-missions-common';
import type { actionFacts } from '../../registry';
import type { MissionRecord } from '../../store/operations/readMissions';
import { CHILD_ACTION } from '../runs/childRequests';
import { toDefinition } from './definition';

/** More missions than this are not read to describe one. */
const MAX_MISSIONS = 100;

/** A mission as far as its reach depends on it. */
export interface ReachingMission {
  readonly summary: MissionRecord['summary'];
  readonly spec: MissionSpec;
}

/** What a mission touches, and whether a plan may name more. */
export type MissionReach = Required<Pick<Mission, 'touches'>> &
  Pick<Mission, 'touchesUnknown'>;

type Touch = MissionReach['touches'][number];
type Input = Readonly<Record<string, unknown>>;

/**
 * Kinds that a mission and those that it starts can reach, each once, as far
 * as their texts tell. It is unknown where a step writes what only an
 * expression names, or starts a mission that `find` does not give.
 */
export async function missionReach(options: {
  mission: ReachingMission;
  actions: ReturnType<typeof actionFacts>;
  find(ref: string): Promise<ReachingMission | undefined>;
}): Promise<MissionReach> {
  const { actions, find } = options;
  const touches = new Map<string, Touch>();
  let unknown = false;
  let left = MAX_MISSIONS;

  const add = (touch: Touch) => {
    const key = `${touch.apiVersion}/${touch.kind}/${touch.namespace ?? ''}`;
    const verbs = new Set([...(touches.get(key)?.verbs ?? []), ...touch.verbs]);
    touches.set(key, { ...touch, verbs: [...verbs] });
  };

  const visit = async (
    { summary, spec }: ReachingMission,
    above: readonly string[],
    placed: (namespace: string | undefined) => string | undefined,
  ): Promise<void> => {
    left -= 1;
    for (const step of spec.steps) {
      if (step.action !== CHILD_ACTION) {
        const found = describeMission(
          toDefinition(summary, { ...spec, steps: [step] }),
          actions,
        ).touches;
        found.forEach(touch =>
          add({ ...touch, namespace: placed(touch.namespace) }),
        );
        unknown ||=
          found.length === 0 && actions.get(step.action)?.effect === 'write';
      }
      for (const use of [step, step.undo]) {
        if (use?.action === CHILD_ACTION) {
          await visitChild(use.input ?? {}, [...above, summary.ref], placed);
        }
      }
    }
  };

  async function visitChild(
    input: Input,
    above: readonly string[],
    placed: (namespace: string | undefined) => string | undefined,
  ): Promise<void> {
    const ref = input.mission;
    if (typeof ref !== 'string' || ref.includes('${{') || left <= 0) {
      unknown = true;
      return;
    }
    if (above.includes(ref)) {
      return;
    }
    const child = await find(ref);
    if (!child) {
      unknown = true;
      return;
    }
    await visit(child, above, namespace =>
      given(namespace, input.parameters, placed),
    );
  }

  await visit(options.mission, [], namespace => namespace);
  return {
    touches: [...touches.values()].sort(
      (a, b) =>
        a.kind.localeCompare(b.kind) ||
        (a.namespace ?? '').localeCompare(b.namespace ?? ''),
    ),
    touchesUnknown: unknown || undefined,
  };
}

/** `{name}` of a child's namespace by what its parent gives for that parameter. */
function given(
  namespace: string | undefined,
  parameters: unknown,
  placed: (namespace: string | undefined) => string | undefined,
): string | undefined {
  const values =
    typeof parameters === 'object' && parameters !== null
      ? (parameters as Input)
      : {};
  return namespace?.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return typeof value === 'string'
      ? placed(value.replace(/\$\{\{\s*parameters\.(\w+)\s*\}\}/g, '{$1}')) ??
          whole
      : whole;
  });
}
