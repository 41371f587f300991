import {
  isMissionError,
  MissionError,
  type CreateRunRequest,
} from '@mission-control/plugin-missions-common';
import { orbitRequest } from '../../orbits';
import type { RunScope } from '../../permissions';
import type { RunStarter, Store } from '../../store';
import type { OrbitRecord, SlotRecord } from '../../store/operations/orbitRows';
import { queueLook } from '../../store/operations/queueLook';
import { readableRuns } from '../../store/operations/readableRuns';
import { readLook } from '../../store/operations/readLook';
import { readActiveRuns } from '../../store/operations/readActiveRuns';
import type { RunCreator } from '../runs';
import type { AskChildAuthority } from './OrbitService';

/**
 * Starts a run of an orbit beside its schedule, for the asking person. The
 * same key gives the same run, or the same slot until that has one. While
 * another run of the orbit goes on, it is refused with CONFLICT, or waits as a
 * slot does, by the orbit's `overlap`.
 */
export async function lookNow(options: {
  store: Store;
  creator: RunCreator;
  orbit: OrbitRecord;
  /** Who asks. */
  by: string;
  starter?: RunStarter;
  idempotencyKey?: string;
  childAuthority?: AskChildAuthority;
  /** Runs that the asking person may read; absent: all. */
  readable?: RunScope;
}): Promise<{ runId: string } | { slot: SlotRecord }> {
  const { store, creator, orbit, by, idempotencyKey } = options;
  const { db, dialect } = store;
  const look = idempotencyKey
    ? { by, key: `look:${orbit.id}:${idempotencyKey}` }
    : undefined;
  const asked = await readLook({ tx: store.db, look });
  if (asked) {
    return slotOrRun(asked);
  }
  const request: CreateRunRequest = orbitRequest(
    orbit,
    'Looks now, beside the schedule',
  );
  const key = { initiator: by, idempotencyKey: look?.key };
  const repeated = await creator.repeated({ request, ...key });
  if (repeated) {
    return { runId: repeated.id };
  }
  const childAuthority = await options.childAuthority?.();
  let conflict: MissionError;
  try {
    const { run } = await creator.start({
      request,
      ...key,
      starter: options.starter,
      trigger: { kind: 'page', orbitId: orbit.id },
      orbitId: orbit.id,
      childAuthority,
      alone: true,
    });
    return { runId: run.id };
  } catch (error) {
    if (!isMissionError(error) || error.code !== 'CONFLICT') {
      throw error;
    }
    conflict = error;
  }
  const active = (await readActiveRuns({ tx: db, orbitIds: [orbit.id] })).get(
    orbit.id,
  );
  if (orbit.schedule.overlap !== 'queue') {
    const runIds = active ? [active.runId] : [];
    const scope = options.readable;
    const named = await readableRuns({ tx: db, dialect, runIds, scope });
    throw !scope || named.size > 0 ? conflict : unnamedConflict();
  }
  const queued = await store.transaction(async tx =>
    queueLook({
      tx,
      orbitId: orbit.id,
      now: (await store.now(tx)).toISOString(),
      reason: active
        ? `${by} asked for a look, which waits for run ${active.runId}`
        : `${by} asked for a look`,
      look,
    }),
  );
  return 'slot' in queued ? slotOrRun(queued.slot) : queued;
}

/** For who may not read the run that goes on. */
function unnamedConflict(): MissionError {
  return new MissionError('CONFLICT', 'A run of this orbit still goes on', {
    remedy: 'Look again when it has ended.',
  });
}

function slotOrRun(slot: SlotRecord): { runId: string } | { slot: SlotRecord } {
  return slot.runId ? { runId: slot.runId } : { slot };
}
