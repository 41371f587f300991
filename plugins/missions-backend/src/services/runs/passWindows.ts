import {
  isTerminal,
  MissionError,
  openStepStates,
  runStateWords,
} from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import { placeOf, windowState, windowsOf } from '../../engine';
import {
  isTakingBack,
  type RunChange,
  type RunRecord,
  type Store,
  type TargetRecord,
  type WindowPass,
} from '../../store';

/** Whether a run still has to write on a cluster whose change windows are closed now. */
export async function isOutsideWindows(options: {
  store: Pick<Store, 'rules' | 'versions'>;
  tx: Knex | Knex.Transaction;
  run: RunRecord;
  targets: readonly TargetRecord[];
  now: Date;
}): Promise<boolean> {
  const { store, tx, run, targets, now } = options;
  const { windows } = store.rules;
  if (windows.length === 0 || run.planOnly || run.finishedAt) {
    return false;
  }
  const writes = await writesAhead({ store, tx, run });
  const closed = targets
    .filter(({ state, targetId }) => !isTerminal(state) && writes(targetId))
    .map(({ clusterRef }) => windowsOf(placeOf(clusterRef), windows))
    .some(own => own.length > 0 && windowState(own, now).closed);
  return closed && !(await isTakingBack({ tx, run }));
}

/** Whether a target still has something to write, by its plan; without one, by its mission. */
async function writesAhead(options: {
  store: Pick<Store, 'versions'>;
  tx: Knex | Knex.Transaction;
  run: RunRecord;
}): Promise<(targetId: string) => boolean> {
  const { store, tx, run } = options;
  const { missionRef, missionVersion } = run;
  const { spec } = await store.versions.get(tx, missionRef, missionVersion);
  const steps = await tx('run_steps')
    .where({ run_id: run.id })
    .select('target_id', 'effect', 'state');
  return targetId => {
    const own = steps.filter(step => step.target_id === targetId);
    return own.length === 0
      ? spec.steps.length > 0
      : own.some(
          ({ effect, state }) =>
            effect === 'write' && openStepStates.includes(state),
        );
  };
}

/**
 * Lets a run go on outside of its change windows, by a person's word. Throws
 * STATE_REFUSED where no window holds it, or somebody let it go on already.
 */
export async function passWindows(options: {
  store: Pick<Store, 'rules' | 'versions'>;
  change: RunChange;
  by: string;
  reason: string;
}): Promise<void> {
  const { store, change, by, reason } = options;
  const { run } = change;
  const tx = await change.open();
  const targets = await change.targets();
  const now = new Date(change.now);
  const why = run.finishedAt
    ? runStateWords[run.state]
    : run.windowPass && 'goes on outside of its change windows already';
  if (why || !(await isOutsideWindows({ store, tx, run, targets, now }))) {
    throw new MissionError(
      'STATE_REFUSED',
      `Run ${run.id} ${why ?? 'is not held by a change window'}`,
    );
  }
  const pass: WindowPass = { by, reason, at: change.now };
  change.patch.window_pass_json = JSON.stringify(pass);
  change.emit({ type: 'run.windowsPassed', by, message: reason });
  for (const { targetId, state } of targets) {
    if (state === 'running') {
      await change.wakeTarget(targetId);
    }
  }
}
