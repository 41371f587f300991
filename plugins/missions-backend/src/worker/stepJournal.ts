import {
  MissionError,
  type PlannedChange,
  runStateWords,
} from '@mission-control/plugin-missions-common';
import {
  unapprovedWrite,
  type SeenObjects,
  type StepJournal,
} from '@mission-control/plugin-missions-node';
import {
  type StepRecord,
  type TargetRecord,
  completeIntent,
  failIntent,
  insertIntent,
  openJournal,
} from '../store';
import { holdFreezes } from '../store/operations/freezes';
import { type CallBrake, holdOfTarget } from './brake';
import { STEP_API_VERSION } from './deferStep';
import type { TargetSession } from './TargetSession';

/**
 * The journal of one call of a step. With `approved`, it takes no intent that
 * people did not approve: it keeps that as a failed try, and throws. With `seen`
 * the same for one whose state before the write is another object's.
 */
export function stepJournal(options: {
  session: TargetSession;
  target: TargetRecord;
  step: StepRecord;
  /** Throws when nothing more may be done. */
  guard(): void;
  approved?: readonly PlannedChange[];
  /** What the call saw: the state before a write has to be of the same object. */
  seen?: SeenObjects;
  signal?: AbortSignal;
  /** Is told what holds the writes of the target. */
  brake: CallBrake;
}): StepJournal {
  const { session, target, step, guard, approved, seen, signal, brake } =
    options;
  const { store, lease } = session;
  const { masker } = session.session;
  const { runId, targetId, stepId } = step;
  return {
    records: () =>
      openJournal({
        tx: store.db,
        sealer: store.sealer,
        runId,
        targetId,
        stepId,
      }),
    async intend(entry) {
      guard();
      const { verb, object } = entry;
      const refusal =
        object.apiVersion === STEP_API_VERSION
          ? undefined
          : session.writeRefusal(object, verb);
      if (refusal) {
        throw new MissionError(refusal.code, refusal.message, { object });
      }
      const unapproved =
        approved && unapprovedWrite(approved, masker.mask({ verb, object }));
      const client = session.connected?.client;
      const refused =
        unapproved ?? (client && (await seen?.refusal(client, entry, signal)));
      guard();
      let seq: number | undefined;
      const done = await session.commit(async (change, current) => {
        guardGoesOn(current);
        if (step.effect === 'write') {
          // Others start runs at the most, and brakes hold each of those.
          const { run, now } = change;
          const tx = await change.open();
          await holdFreezes({ tx });
          const asked = { session, tx, run, target: current, now };
          brake.check(await holdOfTarget(asked));
        }
        seq = await insertIntent({
          change,
          sealer: store.sealer,
          targetId: target.targetId,
          stepId,
          fence: lease.fence,
          entry,
        });
        if (refused) {
          const why = {
            code: refused.code,
            message: masker.text(refused.message),
          };
          await failIntent({ change, targetId, stepId, seq, refusal: why });
        }
      });
      if (!done || seq === undefined) {
        throw lostLease(stepId);
      }
      if (refused) {
        throw refused;
      }
      return seq;
    },
    async complete(seq, after) {
      // Not guarded by the signal: a write that happened has to be recorded.
      const done = await session.commit(change =>
        completeIntent({
          change,
          sealer: store.sealer,
          targetId: target.targetId,
          seq,
          after,
        }),
      );
      if (!done) {
        throw lostLease(stepId);
      }
    },
    async refuse(seq, { code, message }) {
      const refusal = { code, message: masker.text(message) };
      const done = await session.commit(change =>
        failIntent({ change, targetId, stepId, seq, refusal }),
      );
      if (!done) {
        throw lostLease(stepId);
      }
    },
  };
}

/** No write begins on a target that was cancelled meanwhile. */
function guardGoesOn(current: TargetRecord): void {
  if (current.state !== 'running') {
    throw new MissionError(
      'STATE_REFUSED',
      `Target '${current.targetId}' ${
        runStateWords[current.state]
      }, so nothing more is written`,
    );
  }
}

/** What a call throws whose step belongs to another worker by now. */
export function lostLease(stepId: string): MissionError {
  return new MissionError(
    'INTERRUPTED',
    `Another worker took over step '${stepId}'`,
  );
}
