import {
  checkTouches,
  mergeTouches,
  type Mission,
  type MissionSpec,
  type MissionTouch,
  stepTouches,
} from '@mission-control/plugin-missions-common';
import type { actionFacts } from '../../registry';
import type { MissionRecord } from '../../store/operations/readMissions';
import { CHILD_ACTION } from '../runs/childRequests';

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

type Input = Readonly<Record<string, unknown>>;

/**
 * Kinds that a mission and those that it starts can reach, each once, as far
 * as their texts tell, checks included. It is unknown where a step writes what only an
 * expression names, or starts a mission that `find` does not give.
 */
export async function missionReach(options: {
  mission: ReachingMission;
  actions: ReturnType<typeof actionFacts>;
  find(ref: string): Promise<ReachingMission | undefined>;
}): Promise<MissionReach> {
  const { actions, find } = options;
  const touches: MissionTouch[] = [];
  let unknown = false;
  let left = MAX_MISSIONS;

  const visit = async (
    { summary, spec }: ReachingMission,
    above: readonly string[],
    placed: (namespace: string | undefined) => string | undefined,
  ): Promise<void> => {
    left -= 1;
    const add = (found: readonly MissionTouch[]) =>
      touches.push(
        ...found.map(touch => ({
          ...touch,
          namespace: placed(touch.namespace),
        })),
      );
    add(
      [
        ...spec.preflight,
        ...spec.steps.flatMap(({ verify = [] }) => verify),
        ...spec.verify,
        ...spec.checks,
      ].flatMap(checkTouches),
    );
    for (const step of spec.steps) {
      if (step.action !== CHILD_ACTION) {
        const found = stepTouches(step, actions);
        add(found);
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
    touches: mergeTouches(touches),
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
