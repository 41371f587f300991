import { compareClusters } from '@mission-control/plugin-missions-common';
import { heldWithReason, skipIsNotGreen } from './peopleTruths';
import { restless } from './restless';
import {
  cancelledStays,
  lawfulHistory,
  oneResultPerStart,
} from './stateTruths';
import { timesInOrder, waitsLast } from './timeTruths';
import type { Truth } from './Truth';
import { wavesKeepBounds } from './waveTruths';

/** Each request, however often it was asked, made one run. */
const oneRunPerRequest: Truth = async ({ database }, { started }) => {
  const rows: { id: string; idempotency_key: string }[] = await database
    .truth()('runs')
    .whereNull('undo_of')
    .select('id', 'idempotency_key');
  const asked = new Set(started.values());
  return [
    ...rows
      .filter(({ id }) => !asked.has(id))
      .map(({ id }) => `Nobody was answered run ${id}`),
    ...[...asked]
      .filter(id => !rows.some(row => row.id === id))
      .map(id => `Run ${id} was answered and is not there`),
  ];
};

/** On each of its targets a run has ended or waits for a person. */
const endedOrWaits: Truth = async world => {
  const rows: any[] = await restless(world).select(
    'run_id',
    'target_id',
    'state',
  );
  return rows.map(
    row => `Run ${row.run_id} on ${row.target_id} is still ${row.state}`,
  );
};

/** The result of a step was committed once, and only then it has succeeded. */
const committedOnce: Truth = async ({ database }) => {
  const truth = database.truth();
  const steps: any[] = await truth('run_steps').select(
    'run_id',
    'target_id',
    'step_id',
    'state',
  );
  const successes: any[] = await truth('run_events')
    .where({ type: 'step.succeeded' })
    .select('run_id', 'target_id', 'step_id');
  const nameOf = (row: any) => `${row.run_id} ${row.target_id} ${row.step_id}`;
  const times = new Map<string, number>();
  for (const row of successes) {
    times.set(nameOf(row), (times.get(nameOf(row)) ?? 0) + 1);
  }
  return steps.flatMap(row => {
    const seen = times.get(nameOf(row)) ?? 0;
    const wanted = row.state === 'succeeded' ? 1 : 0;
    return seen === wanted
      ? []
      : [`Step ${nameOf(row)} is ${row.state} and succeeded ${seen} times`];
  });
};

/** The events of a run are numbered without a gap. */
const eventsWithoutGaps: Truth = async ({ database }) => {
  const rows: any[] = await database
    .truth()('run_events as e')
    .join('runs as r', 'r.id', 'e.run_id')
    .groupBy('r.id', 'r.event_seq')
    .select('r.id', 'r.event_seq')
    .min({ least: 'e.seq' })
    .max({ most: 'e.seq' })
    .count({ count: '*' });
  return rows
    .filter(
      row =>
        Number(row.least) !== 1 ||
        Number(row.most) !== Number(row.count) ||
        Number(row.most) !== Number(row.event_seq),
    )
    .map(row => `Run ${row.id} has events with gaps`);
};

/** What a step did outside carries one key, which no other step has. */
const oneKey: Truth = async ({ marks, database }) => {
  const keys = new Map<string, Set<string>>();
  const steps = new Map<string, Set<string>>();
  for (const { runId, targetId, stepId, key } of marks.seen) {
    const step = `${runId} ${targetId} ${stepId}`;
    keys.set(step, (keys.get(step) ?? new Set()).add(key));
    steps.set(key, (steps.get(key) ?? new Set()).add(step));
  }
  const succeeded: any[] = await database
    .truth()('run_steps')
    .where({ action: 'chaos:mark', state: 'succeeded' })
    .select('run_id', 'target_id', 'step_id');
  return [
    ...[...keys]
      .filter(([, each]) => each.size > 1)
      .map(([step, each]) => `Step ${step} had the keys ${[...each]}`),
    ...[...steps]
      .filter(([, each]) => each.size > 1)
      .map(([key, each]) => `The key ${key} is of ${[...each]}`),
    ...succeeded
      .map(row => `${row.run_id} ${row.target_id} ${row.step_id}`)
      .filter(step => !keys.has(step))
      .map(step => `Step ${step} succeeded and did nothing`),
  ];
};

/** After all was taken back, the clusters are as they were. */
const undone: Truth = async ({ fleet }, { before }) => {
  const problems: string[] = [];
  for (const name of fleet.names) {
    const differences = compareClusters(
      before.get(name)!,
      await fleet.objects(name),
    );
    problems.push(
      ...differences.map(
        ({ kind, object }) =>
          `Cluster ${name}: ${object.kind} ${object.namespace ?? ''}/${
            object.name
          } is ${kind}`,
      ),
    );
  }
  return problems;
};

/** What has to be so whatever happened. */
export const truths: Readonly<Record<string, Truth>> = {
  oneRunPerRequest,
  endedOrWaits,
  committedOnce,
  eventsWithoutGaps,
  oneKey,
  lawfulHistory,
  oneResultPerStart,
  cancelledStays,
  skipIsNotGreen,
  heldWithReason,
  wavesKeepBounds,
  timesInOrder,
  waitsLast,
  undone,
};
