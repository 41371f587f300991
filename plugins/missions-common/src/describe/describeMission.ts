import type { MissionCheckSpec } from '../format/checkSchema';
import type { MissionSpec } from '../format/schema';
import type { ActionFacts } from '../lint/rule';
import { visibleText } from '../text/visibleText';

/** One line of a block: what in words, by what, and when. @public */
export interface MissionLine {
  readonly id: string;
  readonly title: string;
  /** The action or check. */
  readonly by: string;
  /** CEL under which it happens at all. */
  readonly condition?: string;
  /** Role of the targets on which it happens. */
  readonly role?: string;
  /** Why it cannot be taken back. */
  readonly irreversible?: string;
}

/** A mission in words. @public */
export interface MissionDescription {
  /** What is asked before. */
  readonly checks: readonly MissionLine[];
  readonly steps: readonly MissionLine[];
  /** What proves it. */
  readonly proof: readonly MissionLine[];
  /** How it is taken back, in the order in which that happens. */
  readonly back: readonly MissionLine[];
}

/**
 * The four blocks of a mission (checks before, steps, proof, way back), from
 * its text and the facts of the actions. What cannot be seen is written out.
 * @public
 */
export function describeMission(
  mission: {
    readonly spec: Pick<
      MissionSpec,
      'preflight' | 'steps' | 'verify' | 'checks'
    >;
  },
  actions: ReadonlyMap<string, ActionFacts>,
): MissionDescription {
  const { checks, steps, proof, back } = linesOf(mission.spec, actions);
  return {
    checks: checks.map(visibleLine),
    steps: steps.map(visibleLine),
    proof: proof.map(visibleLine),
    back: back.map(visibleLine),
  };
}

function linesOf(
  spec: Pick<MissionSpec, 'preflight' | 'steps' | 'verify' | 'checks'>,
  actions: ReadonlyMap<string, ActionFacts>,
): MissionDescription {
  const { preflight, steps, verify, checks } = spec;
  return {
    checks: preflight.map(check => checkLine(check, check.id)),
    steps: steps.map(step => ({
      id: step.id,
      title: step.title ?? step.name ?? step.id,
      by: step.action,
      condition: step.if,
      role: step.role,
      irreversible: step.irreversible,
    })),
    proof: [
      ...steps.flatMap(step =>
        (step.verify ?? []).map((check, index) =>
          checkLine(check, `${step.id}/${check.id ?? index}`),
        ),
      ),
      ...verify.map(check => checkLine(check, check.id)),
      ...checks.map(check => checkLine(check, check.id)),
    ],
    back: [...steps].reverse().flatMap(step => {
      const facts = actions.get(step.action);
      if (facts?.effect !== 'write') {
        return [];
      }
      const name = step.name ?? step.id;
      const line = { id: step.id, role: step.role };
      if (step.irreversible !== undefined) {
        return [
          {
            ...line,
            title: name,
            by: step.action,
            irreversible: step.irreversible,
          },
        ];
      }
      if (step.undo) {
        return [
          {
            ...line,
            title: `${name}: taken back by ${step.undo.action}`,
            by: step.undo.action,
          },
        ];
      }
      return [
        facts.undo
          ? {
              ...line,
              title: facts.undoDescription ?? `${name}: put back as it was`,
              by: step.action,
            }
          : {
              ...line,
              title: name,
              by: step.action,
              irreversible: `${step.action} has no undo`,
            },
      ];
    }),
  };
}

function checkLine(check: MissionCheckSpec, id: string): MissionLine {
  return {
    id,
    title: check.title ?? check.id ?? check.check,
    by: check.check,
    condition: check.if,
  };
}

function visibleLine(line: MissionLine): MissionLine {
  const { title, condition, irreversible } = line;
  return {
    ...line,
    title: visibleText(title),
    condition: condition && visibleText(condition),
    irreversible: irreversible && visibleText(irreversible),
  };
}
