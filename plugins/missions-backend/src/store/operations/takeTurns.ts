import {
  type MissionSpec,
  type ObjectRef,
  nameOfObject,
  terminalStates,
} from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import { type Hold, type Touch, firstOverlap, touchesOf } from '../../engine';
import { parseJson } from '../rows';
import type { RunChange } from '../RunChange';
import type { TargetRecord } from '../types';
import { holdLock } from './holdLock';
import { readRelatives, waitsInCircle } from './turnCircles';

/** Another target that changes one of the same objects, and goes first. */
export interface Rival {
  readonly runId: string;
  readonly targetId: string;
  /** One that both change. */
  readonly object: ObjectRef;
  /** What holds it, after it wrote something. */
  readonly held?: Hold;
}

/** Values of one statement, for both dialects. */
const AT_ONCE = 100;

/**
 * Gives targets that were approved their turn to write, or has them wait for
 * those that change the same objects and came before. All at once: nobody
 * holds a turn and asks for the next one but who learned of more objects later.
 * Answers why targets may neither go nor wait.
 *
 * @remarks All turns of all runs are given one after the other, by a lock that
 * is taken after the run's own row. Who comes later waits for who came before,
 * so that two cannot wait for each other; of what is learned later the circle
 * is looked for.
 */
export async function takeTurns(options: {
  change: RunChange;
  targets: readonly TargetRecord[];
  overlap: MissionSpec['overlap'];
}): Promise<ReadonlyMap<string, string>> {
  const { change, targets, overlap = 'queue' } = options;
  const { run } = change;
  const tx = await change.open();
  await holdLock({ tx, name: 'turns' });
  const rivals = await findRivals({ change, targets });
  const refused = new Map<string, string>();
  const free: string[] = [];
  const waiting: [TargetRecord, readonly Rival[]][] = [];
  for (const target of targets) {
    const found = overlap === 'allow' ? [] : rivals.get(target.targetId) ?? [];
    if (found.length === 0) {
      free.push(target.targetId);
    } else if (overlap === 'refuse') {
      refused.set(target.targetId, `Refused, because ${whatRivalDoes(found)}`);
    } else {
      waiting.push([target, found]);
    }
  }
  const forRuns = waiting.flatMap(([, found]) => found.map(r => r.runId));
  const inCircle = await waitsInCircle({ tx, runId: run.id, forRuns });
  for (const [target, found] of waiting) {
    const circle = found.find(({ runId }) => inCircle.has(runId));
    if (circle) {
      refused.set(
        target.targetId,
        `Not gone on, because ${whatRivalDoes([
          circle,
        ])}, and waits for this run in turn`,
      );
    }
  }
  for (const targetId of free) {
    await change.setTarget(targetId, { turn: 'taken' });
  }
  await setWaiting(
    change,
    waiting.filter(([{ targetId }]) => !refused.has(targetId)),
  );
  return refused;
}

/**
 * Who goes before these targets, by target: of other runs, with a turn or in
 * line for one, that change one of the same objects of the same cluster. Not
 * who waits for them already, and not the runs that started this one, were
 * started by it or are taken back by it.
 */
export async function findRivals(options: {
  change: Pick<RunChange, 'open' | 'run'>;
  targets: readonly TargetRecord[];
  /** What they change; by default what is stored of their plans. */
  touches?: ReadonlyMap<string, readonly Touch[]>;
}): Promise<ReadonlyMap<string, readonly Rival[]>> {
  const { change, targets } = options;
  const { run } = change;
  const tx = await change.open();
  const others = await readTurns(tx, run.id, targets);
  const found = new Map<string, readonly Rival[]>();
  if (others.length === 0) {
    return found;
  }
  const touches = options.touches ?? (await readTouches(change, targets));
  const relatives = await readRelatives({ tx, runId: run.id });
  const behind = new Set(
    (await tx('run_waits').where({ for_run_id: run.id })).map(
      row => `${row.for_target_id}\n${row.run_id}\n${row.target_id}`,
    ),
  );
  for (const target of targets) {
    const own = touches.get(target.targetId) ?? [];
    const rivals = others.flatMap((other): Rival[] => {
      const { run_id: runId, target_id: targetId } = other;
      const apart =
        relatives.has(runId) ||
        runId === run.undoOf ||
        behind.has(`${target.targetId}\n${runId}\n${targetId}`) ||
        !isSameCluster(target, other);
      const object = apart
        ? undefined
        : firstOverlap(own, parseJson<Touch[]>(other.touches_json) ?? []);
      const held = parseJson<Hold>(other.held_json);
      return object ? [{ runId, targetId, object, ...(held && { held }) }] : [];
    });
    found.set(target.targetId, rivals);
  }
  return found;
}

/** Who can end what holds a run. */
const ends = {
  freeze: 'the freeze is lifted, or that run is cancelled',
  window: 'it opens, somebody lets that run go on, or that run is cancelled',
} as const satisfies Record<Hold['kind'], string>;

/** What the first of them does, for people: no more of it than its id. One that is held comes first. */
export function whatRivalDoes(rivals: readonly Rival[]): string {
  const { runId, object, held } = rivals.find(rival => rival.held) ?? rivals[0];
  const more = new Set(rivals.map(rival => rival.runId)).size - 1;
  return `run ${runId}${
    more > 0 ? ` and ${more} more` : ''
  } changes ${nameOfObject(object)} of this cluster${
    held
      ? `, has begun and is held (${held.message}) until ${ends[held.kind]}`
      : ''
  }`;
}

/** A target with a turn, or in line for one; those with a turn come first. */
interface TurnRow {
  readonly run_id: string;
  readonly target_id: string;
  readonly cluster: string;
  readonly cluster_uid: string | null;
  readonly touches_json: string | null;
  readonly held_json: string | null;
}

async function readTurns(
  tx: Knex.Transaction,
  runId: string,
  targets: readonly TargetRecord[],
): Promise<TurnRow[]> {
  const names = targets.flatMap(target => target.cluster ?? []);
  const uids = targets.flatMap(target => target.clusterUid ?? []);
  return tx('run_targets')
    .whereIn('turn', ['taken', 'waits'])
    .whereNot({ run_id: runId })
    .whereNotIn('state', [...terminalStates])
    .where(where =>
      where.whereIn('cluster', names).orWhereIn('cluster_uid', uids),
    )
    .orderBy(['turn', 'run_id', 'position'])
    .select(
      'run_id',
      'target_id',
      'cluster',
      'cluster_uid',
      'touches_json',
      'held_json',
    );
}

/** One cluster may be known by two names, and one name may lead to a new cluster. */
function isSameCluster(target: TargetRecord, other: TurnRow): boolean {
  return target.clusterUid && other.cluster_uid
    ? target.clusterUid === other.cluster_uid
    : target.cluster === other.cluster;
}

/** What the plans change, with what was asked for later and approved. */
async function readTouches(
  change: Pick<RunChange, 'open' | 'run'>,
  targets: readonly TargetRecord[],
): Promise<Map<string, readonly Touch[]>> {
  const { run } = change;
  const tx = await change.open();
  const target_id = targets.map(target => target.targetId);
  const rows = await tx('run_targets')
    .where({ run_id: run.id })
    .whereIn('target_id', target_id)
    .select('target_id', 'touches_json');
  const later = await tx('approvals')
    .where({ run_id: run.id, state: 'approved' })
    .whereIn('target_id', target_id)
    .whereNotNull('changes_json')
    .select('target_id', 'changes_json');
  return new Map(
    rows.map(row => [
      row.target_id,
      [
        ...(parseJson<Touch[]>(row.touches_json) ?? []),
        ...later
          .filter(item => item.target_id === row.target_id)
          .flatMap(item => touchesOf(parseJson(item.changes_json) ?? [])),
      ],
    ]),
  );
}

async function setWaiting(
  change: RunChange,
  waiting: readonly (readonly [TargetRecord, readonly Rival[]])[],
): Promise<void> {
  const { run } = change;
  const tx = await change.open();
  for (const [{ targetId }, rivals] of waiting) {
    const reason = `Waits, because ${whatRivalDoes(rivals)}`;
    await change.setTarget(targetId, {
      turn: 'waits',
      // One that went on already is let go again when its turn has come.
      released: false,
      wake_at: null,
      reason,
    });
    await tx('run_waits')
      .where({ run_id: run.id, target_id: targetId })
      .delete();
    change.emit({ type: 'target.waiting', targetId, message: reason });
  }
  await tx.batchInsert(
    'run_waits',
    waiting.flatMap(([{ targetId }, rivals]) =>
      rivals.map(rival => ({
        run_id: run.id,
        target_id: targetId,
        for_run_id: rival.runId,
        for_target_id: rival.targetId,
        object_json: JSON.stringify(rival.object),
      })),
    ),
    AT_ONCE,
  );
}
