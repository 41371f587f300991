import type {
  ActionDescription,
  Mission,
} from '@mission-control/plugin-missions-common';

/** One line of a block: what in words, by what, and whether it can be undone. */
export interface PathLine {
  id: string;
  title: string;
  by: string;
  irreversible?: string;
}

/** Checks before → Steps → Proof → Way back. */
export interface MissionPath {
  checks: PathLine[];
  steps: PathLine[];
  proof: PathLine[];
  back: PathLine[];
}

type Spec = {
  preflight?: { id: string; title?: string; check: string }[];
  steps?: {
    id: string;
    name?: string;
    action: string;
    irreversible?: string | boolean;
    verify?: { id?: string; title?: string; check: string }[];
  }[];
  verify?: { id: string; title?: string; check: string }[];
  checks?: { id: string; title?: string; check: string }[];
};

/** The four blocks of a mission in words, from its spec and the catalogue of actions. */
export function missionPath(
  mission: Pick<Mission, 'spec'>,
  actions: readonly ActionDescription[],
): MissionPath {
  const spec = mission.spec as Spec;
  const byId = new Map(actions.map(action => [action.id, action]));
  const steps = spec.steps ?? [];
  const writing = steps.filter(
    step => byId.get(step.action)?.effect === 'write',
  );
  return {
    checks: (spec.preflight ?? []).map(checkLine),
    steps: steps.map(step => ({
      id: step.id,
      title: step.name ?? step.id,
      by: step.action,
      irreversible: irreversibleText(step.irreversible),
    })),
    proof: [
      ...steps.flatMap(step =>
        (step.verify ?? []).map((check, index) => ({
          id: `${step.id}/${check.id ?? index}`,
          title: check.title ?? check.id ?? check.check,
          by: check.check,
        })),
      ),
      ...(spec.verify ?? []).map(checkLine),
      ...(spec.checks ?? []).map(checkLine),
    ],
    back: [...writing].reverse().map(step => ({
      id: step.id,
      title: byId.get(step.action)?.undo ?? step.name ?? step.id,
      by: step.name ?? step.id,
      irreversible:
        irreversibleText(step.irreversible) ??
        (byId.get(step.action)?.undo ? undefined : step.action),
    })),
  };
}

function checkLine(check: { id: string; title?: string; check: string }) {
  return { id: check.id, title: check.title ?? check.id, by: check.check };
}

function irreversibleText(value: string | boolean | undefined) {
  if (!value) {
    return undefined;
  }
  return typeof value === 'string' ? value : 'declared';
}
