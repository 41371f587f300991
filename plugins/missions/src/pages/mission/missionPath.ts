import {
  describeMission,
  proofSources,
  type ActionDescription,
  type Mission,
  type MissionLine,
} from '@mission-control/plugin-missions-common';

/** One line of a block: what in words, by what, and whether it can be undone. */
export type PathLine = Pick<
  MissionLine,
  'id' | 'title' | 'by' | 'irreversible'
>;

/** Checks before → Steps → Proof → Way back. */
export interface MissionPath {
  checks: readonly PathLine[];
  steps: readonly PathLine[];
  proof: readonly PathLine[];
  /** A sequence without checks of its own: the missions that it runs prove it. */
  provenByRuns: boolean;
  back: readonly PathLine[];
}

/** The four blocks of a mission in words; the way back names the steps that it takes back. */
export function missionPath(
  { spec }: Pick<Mission, 'spec'>,
  actions: readonly ActionDescription[],
): MissionPath {
  const facts = new Map(
    actions.map(({ id, effect, undo }) => [
      id,
      { effect, undo: undo !== undefined, undoDescription: undo },
    ]),
  );
  const given = {
    preflight: spec.preflight ?? [],
    steps: spec.steps ?? [],
    verify: spec.verify ?? [],
    checks: spec.checks ?? [],
  };
  const { checks, steps, proof, back } = describeMission(
    { spec: given },
    facts,
  );
  const titles = new Map(steps.map(({ id, title }) => [id, title]));
  return {
    checks,
    steps,
    proof,
    provenByRuns: proofSources(
      { ...given, type: spec.type },
      spec.targets !== undefined,
    ).includes('steps'),
    back: alike(
      back.map(line => ({ ...line, by: titles.get(line.id) ?? line.by })),
    ),
  };
}

/** Says once what holds for several steps in a row, and names them all. */
function alike(lines: readonly PathLine[]): PathLine[] {
  return lines.reduce<PathLine[]>((kept, line) => {
    const last = kept.at(-1);
    const isAlike =
      last?.title === line.title && last.irreversible === line.irreversible;
    return isAlike
      ? [...kept.slice(0, -1), { ...last, by: `${last.by}, then ${line.by}` }]
      : [...kept, line];
  }, []);
}
