import {
  failureStates,
  isTerminal,
  type RunState,
} from '@mission-control/plugin-missions-common';
import { FAILURE_BUDGET, PARALLEL, refOf } from '../engine/missions';
import { readHistories } from './readHistories';
import { statesAfter } from './stateTruths';
import type { Truth } from './Truth';

interface Member {
  readonly wave: number;
  state: RunState;
  released: boolean;
}

/** Whenever a cluster was let go, the waves before were over, and bounds and budget were kept. */
export const wavesKeepBounds: Truth = async world => {
  const truth = world.database.truth();
  const rows: any[] = await truth('run_targets as target')
    .join('runs as run', 'run.id', 'target.run_id')
    .where('run.mission_ref', refOf('waves'))
    .whereNull('run.undo_of')
    .select('target.run_id', 'target.target_id', 'target.wave');
  const histories = await readHistories(world);
  return [...new Set(rows.map(row => row.run_id as string))].flatMap(runId => {
    const members = new Map<string, Member>(
      rows
        .filter(row => row.run_id === runId)
        .map(row => [
          row.target_id,
          { wave: row.wave, state: 'queued', released: false },
        ]),
    );
    return (histories.get(runId) ?? []).flatMap(event => {
      const member = members.get(event.targetId ?? '');
      if (!member) {
        return [];
      }
      if (event.type === 'target.released') {
        const problem = letGo([...members.values()], member);
        member.released = true;
        return problem
          ? [`Run ${runId} let ${event.targetId} go ${problem}`]
          : [];
      }
      member.state = statesAfter(event)?.at(-1) ?? member.state;
      // It has written nothing yet, and waits for its wave again.
      member.released &&= member.state !== 'blocked';
      return [];
    });
  });
};

/** Why it should not have been let go. */
function letGo(members: readonly Member[], next: Member): string | undefined {
  const isOver = ({ state }: Member) =>
    isTerminal(state) || state === 'needs_decision';
  if (members.some(each => each.wave < next.wave && !isOver(each))) {
    return 'before the wave before was over';
  }
  const underWay = members.filter(
    each => each.released && each.wave === next.wave && !isOver(each),
  ).length;
  if (next.wave > 0 && underWay >= PARALLEL) {
    return `beside ${underWay} others`;
  }
  const failed = members.filter(
    each => each.released && failureStates.includes(each.state),
  ).length;
  return failed > FAILURE_BUDGET ? `after ${failed} had failed` : undefined;
}
