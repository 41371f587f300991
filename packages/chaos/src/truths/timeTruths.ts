import { REST_SECONDS } from '../engine/missions';
import { groupBy, readHistories } from './readHistories';
import type { Truth } from './Truth';

/** Clocks of engines are wrong by far more, and what an engine counts by itself by less. */
const TOLERANCE_MS = 2_000;
/** What is rounded away. */
const ROUNDED_MS = 10;

/** The events of a run have times in their order, whatever the clocks say. */
export const timesInOrder: Truth = async world => {
  const histories = await readHistories(world);
  return [...histories].flatMap(([runId, history]) =>
    history.slice(1).flatMap((event, index) => {
      const back = Date.parse(history[index].at) - Date.parse(event.at);
      return back > TOLERANCE_MS
        ? [`Run ${runId} went ${back} ms back in time at event ${event.seq}`]
        : [];
    }),
  );
};

/** A wait is as long as it was to be, whatever the clocks say. */
export const waitsLast: Truth = async world => {
  const histories = await readHistories(world);
  const sleeps: any[] = await world.database
    .truth()('run_steps')
    .where({ action: 'core:sleep', state: 'succeeded' })
    .select('run_id', 'target_id', 'step_id');
  return sleeps.flatMap(row => {
    const name = `${row.run_id} ${row.target_id} ${row.step_id}`;
    const [first, ...more] =
      groupBy(
        histories.get(row.run_id) ?? [],
        ({ targetId, stepId }) => `${row.run_id} ${targetId} ${stepId}`,
      ).get(name) ?? [];
    const waited = Date.parse(more.at(-1)?.at ?? '') - Date.parse(first?.at);
    return waited >= REST_SECONDS * 1_000 - ROUNDED_MS
      ? []
      : [`Step ${name} waited ${waited} ms`];
  });
};
