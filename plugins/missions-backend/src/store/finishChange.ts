import { coordinateRun, type CoordinationRules } from './coordinateRun';
import { wakeWaiting } from './operations/wakeWaiting';
import type { RunChange } from './RunChange';
import type { EventRecord } from './types';

/**
 * The end of every change of a run: coordinates the run, wakes targets that
 * wait for others, rolls its state up and numbers the events. Answers them:
 * they are to be published after the commit.
 */
export async function finishChange(
  change: RunChange,
  store: CoordinationRules,
): Promise<EventRecord[]> {
  const state = change.coordinate
    ? await coordinateRun(change, store)
    : change.run.state;
  await wakeWaiting({ change, versions: store.versions });
  return change.finish(state);
}
