import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from './load/ask';
import { restless } from './truths/restless';
import { patiently } from './world/patiently';
import type { World } from './world/World';

const POLL_MS = 250;

/** Waits until every run has ended or waits for a person, or nothing has moved for too long. */
export async function rest(world: World, seconds: number): Promise<void> {
  let moved = await patiently(() => countEvents(world));
  let deadline = Date.now() + seconds * 1_000;
  while (Date.now() < deadline) {
    const open = await patiently(() => restless(world).first('run_id'));
    if (!open) {
      return;
    }
    const seen = await patiently(() => countEvents(world));
    if (seen !== moved) {
      moved = seen;
      deadline = Date.now() + seconds * 1_000;
    }
    await sleep(POLL_MS);
  }
}

async function countEvents({ database }: World): Promise<number> {
  const row = await database
    .truth()('runs')
    .sum({ count: 'event_seq' })
    .first();
  return Number(row?.count);
}

/** Cancels what takes back and waits for somebody: it is begun anew. */
export async function cancelUndos(world: World): Promise<void> {
  const open: string[] = await world.database
    .truth()('runs')
    .whereNotNull('undo_of')
    .whereNull('finished_at')
    .pluck('id');
  for (const runId of open) {
    await ask(world, engine => engine.cancel({ runId }));
  }
}

/** Takes back what runs wrote, also of those that wait for a decision. */
export async function undoAll(world: World): Promise<void> {
  const truth = world.database.truth();
  const written: { run_id: string; target_id: string }[] = await truth(
    'run_journal',
  )
    .whereIn('run_id', truth('runs').whereNull('undo_of').select('id'))
    .whereIn('state', ['intent', 'done'])
    .distinct('run_id', 'target_id');
  for (const runId of new Set(written.map(row => row.run_id))) {
    const targets = written
      .filter(row => row.run_id === runId)
      .map(row => row.target_id);
    await ask(world, engine => engine.undo({ key: 'undo', runId, targets }));
  }
}
