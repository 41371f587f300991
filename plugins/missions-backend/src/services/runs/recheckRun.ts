import {
  MissionError,
  rollUp,
  runStateWords,
  type RunState,
} from '@mission-control/plugin-missions-common';
import { recheckTarget, type RunChange, type TargetRecord } from '../../store';

/**
 * Sends targets through preflight and planning again; without `targets` all
 * that are blocked, or else all that wait for an approval. Throws NOT_FOUND,
 * STATE_REFUSED.
 */
export async function recheckRun(options: {
  change: RunChange;
  targets?: readonly string[];
  by: string;
}): Promise<void> {
  const { change, by } = options;
  const { run } = change;
  if (run.pauseRequested && !run.finishedAt) {
    // Nothing plans while it is paused: the approval would only be lost.
    throw new MissionError(
      'STATE_REFUSED',
      `Run ${run.id} is paused; only a run that goes on can be checked again`,
      { remedy: 'Resume it first.' },
    );
  }
  const all = await change.targets();
  const chosen = options.targets ?? toRecheck(all);
  if (chosen.length === 0) {
    throw new MissionError(
      'STATE_REFUSED',
      `Run ${run.id} ${
        runStateWords[rollUp(all.map(({ state }) => state))]
      }; only blocked or waiting targets can be checked again`,
    );
  }
  for (const targetId of new Set(chosen)) {
    await recheckTarget({ change, targetId, by });
  }
}

function toRecheck(targets: readonly TargetRecord[]): string[] {
  const idsIn = (state: RunState) =>
    targets.flatMap(target => (target.state === state ? target.targetId : []));
  const blocked = idsIn('blocked');
  return blocked.length ? blocked : idsIn('awaiting_approval');
}
