import { isTerminal } from '@mission-control/plugin-missions-common';
import type { RunChange } from '../RunChange';
import type { TargetRecord } from '../types';
import { holdLock } from './holdLock';

/** With a turn, or in line for one. */
const inLine = ({ turn }: TargetRecord) => turn === 'taken' || turn === 'waits';

/**
 * A run that a brake holds and that has written nothing gives up its turns, so
 * that others go before it: a hotfix elsewhere, an undo. All turns at once and
 * only while none of its targets is under way: so nobody holds one and asks for
 * another. What has written keeps its turns, and others name it.
 *
 * @remarks Under the lock of turns: from the commit on nobody begins to wait for
 * it, and who did is let go after it.
 */
export async function yieldTurns({
  change,
}: {
  change: RunChange;
}): Promise<void> {
  const { run } = change;
  const targets = (await change.targets()).filter(
    target => !isTerminal(target.state) && inLine(target),
  );
  const isUnderWay = ({ released, held }: TargetRecord) => released && !held;
  if (targets.length === 0 || targets.some(isUnderWay)) {
    return;
  }
  const tx = await change.open();
  const written = await tx('run_journal')
    .where({ run_id: run.id })
    .whereNot({ state: 'failed' })
    .first('seq');
  if (written) {
    return;
  }
  await holdLock({ tx, name: 'turns' });
  for (const { targetId, released, reason } of targets) {
    await change.setTarget(targetId, {
      turn: 'yielded',
      reason: released ? reason ?? null : null,
    });
  }
  await tx('run_waits').where({ run_id: run.id }).delete();
  change.freed = true;
}

/**
 * A run that gave up its turns gets in line again, at its end, before its first
 * write. Those who waited for it have to be let go before.
 */
export async function queueAgain({
  change,
  target,
}: {
  change: RunChange;
  target: TargetRecord;
}): Promise<void> {
  if (target.turn !== 'yielded') {
    return;
  }
  if (target.held) {
    await change.setTarget(target.targetId, { held_json: null, reason: null });
    change.emit({ type: 'target.unheld', targetId: target.targetId });
  }
  for (const { targetId, turn } of await change.targets()) {
    if (turn === 'yielded') {
      await change.setTarget(targetId, {
        turn: null,
        // Let go again with its turn, to look again at what others changed.
        released: false,
        recheck: true,
      });
    }
  }
  change.queuesAgain = true;
  change.coordinate = true;
}
