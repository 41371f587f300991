import { MissionError } from '@mission-control/plugin-missions-common';
import type { ChildRequest } from '@mission-control/plugin-missions-node';
import type { ChildAuthority, RunRecord } from '../../store';

const remedy =
  'Start the run, or enable the orbit, again: the rights to what its steps reach are asked then.';

/**
 * Throws NOT_ALLOWED unless the starter of a run was asked for the rights to a
 * mission and its clusters. The mission of a sequence may have changed since.
 */
export function guardChildStart(
  parent: RunRecord,
  { missionRef, targets }: Pick<ChildRequest, 'missionRef' | 'targets'>,
): void {
  const { missions, depth } = authorityOf(parent);
  if (depth < 1) {
    throw new MissionError(
      'NOT_ALLOWED',
      `Run ${parent.id} may start no '${missionRef}': too many runs follow one from the other`,
      { remedy: 'Let no mission start itself, and nest fewer sequences.' },
    );
  }
  if (!Object.hasOwn(missions, missionRef)) {
    throw new MissionError(
      'NOT_ALLOWED',
      `Run ${parent.id} was started without the right to start '${missionRef}'`,
      { remedy },
    );
  }
  const refused = targets
    .map(target => target.cluster)
    .filter(cluster => !missions[missionRef].includes(cluster));
  if (refused.length > 0) {
    throw new MissionError(
      'NOT_ALLOWED',
      `Run ${
        parent.id
      } was started without the right to start '${missionRef}' on ${refused
        .map(cluster => `'${cluster}'`)
        .join(', ')}`,
      { remedy },
    );
  }
}

/** Throws NOT_ALLOWED unless the starter of an undo was asked for the right to take this run back too. */
export function guardChildUndo(parent: RunRecord, runId: string): void {
  if (!authorityOf(parent).undo.includes(runId)) {
    throw new MissionError(
      'NOT_ALLOWED',
      `Run ${parent.id} was started without the right to take run ${runId} back`,
      {
        remedy: 'Start the undo again: the rights to its runs are asked then.',
      },
    );
  }
}

/** What a child may reach in its turn: never more than its parent. */
export function inheritedAuthority(parent: RunRecord): ChildAuthority {
  const authority = authorityOf(parent);
  return { ...authority, depth: authority.depth - 1 };
}

function authorityOf({ childAuthority }: RunRecord): ChildAuthority {
  return childAuthority ?? { missions: {}, undo: [], depth: 1 };
}
