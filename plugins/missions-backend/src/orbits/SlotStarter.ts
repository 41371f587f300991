import {
  isMissionError,
  runStateWords,
} from '@mission-control/plugin-missions-common';
import type { RunCreator } from '../services/runs';
import type { Store } from '../store';
import { moveSlot } from '../store/operations/moveSlot';
import type { OrbitRecord } from '../store/operations/orbitRows';
import { queueSlot } from '../store/operations/queueSlot';
import { readActiveRuns } from '../store/operations/readActiveRuns';

/**
 * Gives a due slot its run, or its reason why none.
 *
 * Whatever it does can be repeated: the run has the slot as idempotency key
 * and is looked for first, and the slot moves on only from `due`. So a replica
 * may die anywhere in here, and another one does the same again.
 */
export class SlotStarter {
  readonly #store: Store;
  readonly #creator: RunCreator;

  private constructor(store: Store, creator: RunCreator) {
    this.#store = store;
    this.#creator = creator;
  }

  static create(options: { store: Store; creator: RunCreator }): SlotStarter {
    return new SlotStarter(options.store, options.creator);
  }

  /**
   * Starts it; `reason` is what the run says of itself. Throws what may pass:
   * the slot stays due, and a later tick tries again until its grace is over.
   */
  async start(
    orbit: OrbitRecord,
    slotAt: string,
    reason?: string,
  ): Promise<void> {
    const { db } = this.#store;
    const due = { tx: db, orbitId: orbit.id, slotAt, from: 'due' } as const;
    const key = slotKey(orbit.id, slotAt);
    const own = await db('runs')
      .where({ initiator: orbit.owner, idempotency_key: key })
      .first('id');
    if (own) {
      await moveSlot({ ...due, event: 'run_created', runId: own.id });
      return;
    }
    const active = (await readActiveRuns({ tx: db, orbitIds: [orbit.id] })).get(
      orbit.id,
    );
    if (active && orbit.schedule.overlap === 'queue') {
      await this.#store.transaction(tx =>
        queueSlot({
          tx,
          orbitId: orbit.id,
          slotAt,
          reason: `Waits for run ${active.runId}`,
        }),
      );
      return;
    }
    if (active) {
      await moveSlot({
        ...due,
        event: 'former_goes_on',
        reason: `Run ${active.runId} still goes on: it ${
          runStateWords[active.state]
        }`,
      });
      return;
    }
    try {
      const { run } = await this.#creator.start({
        request: orbitRequest(orbit, reason),
        initiator: orbit.owner,
        starter: orbit.starter,
        trigger: { kind: 'schedule', orbitId: orbit.id, slot: slotAt },
        idempotencyKey: key,
        orbitId: orbit.id,
        childAuthority: orbit.childAuthority,
        alone: true,
      });
      await moveSlot({ ...due, event: 'run_created', runId: run.id });
    } catch (error) {
      if (isMissionError(error) && error.code === 'CONFLICT') {
        // Somebody looked in between.
        await this.start(orbit, slotAt, reason);
        return;
      }
      if (!isMissionError(error) || error.retryable) {
        throw error;
      }
      await moveSlot({
        ...due,
        event: 'run_refused',
        reason: `${error.code}: ${error.message}`,
      });
    }
  }
}

/** The request that a run of an orbit is started with. */
export function orbitRequest(orbit: OrbitRecord, reason?: string) {
  return {
    missionRef: orbit.missionRef,
    title: orbit.title,
    parameters: orbit.parameters,
    targets: [...orbit.targets],
    reason,
  };
}

function slotKey(orbitId: string, slot: string): string {
  return `orbit:${orbitId}:${slot}`;
}
