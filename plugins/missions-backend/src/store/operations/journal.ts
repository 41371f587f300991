import {
  type ObjectRef,
  sameObject,
} from '@mission-control/plugin-missions-common';
import type {
  JournalRecord,
  JournalRefusal,
  KubernetesObject,
} from '@mission-control/plugin-missions-node';
import type { Knex } from 'knex';
import { isLostKey, type LostKeyError, type Sealer } from '../../sealing';
import type { RunChange } from '../RunChange';
import { toJournal } from '../rows';

/** Characters of a refusal that are kept. */
const MAX_MESSAGE = 4000;

const place = (runId: string, targetId: string, seq: number, column: string) =>
  `run/${runId}/${targetId}/journal/${seq}/${column}`;

/** Seals the inverse of a write that is about to happen. Answers its number. */
export async function insertIntent(options: {
  change: RunChange;
  sealer: Sealer;
  targetId: string;
  stepId: string;
  fence: number;
  entry: {
    verb: string;
    object: ObjectRef;
    prior: KubernetesObject | null;
    irreversible?: string;
    unseen?: string;
  };
}): Promise<number> {
  const { change, sealer, targetId, stepId, fence, entry } = options;
  const runId = change.run.id;
  const tx = await change.open();
  const last = await tx('run_journal')
    .where({ run_id: runId, target_id: targetId })
    .max({ seq: 'seq' })
    .first();
  const seq = Number(last?.seq ?? 0) + 1;
  await tx('run_journal').insert({
    run_id: runId,
    target_id: targetId,
    seq,
    step_id: stepId,
    verb: entry.verb,
    object_json: JSON.stringify(entry.object),
    prior_existed: entry.prior !== null,
    prior_sealed: sealer.seal(
      entry.prior,
      place(runId, targetId, seq, 'prior'),
    ),
    irreversible: entry.irreversible ?? null,
    unseen: entry.unseen ?? null,
    state: 'intent',
    fence,
    at: change.now,
  });
  change.emit({
    type: 'journal.intent',
    targetId,
    stepId,
    data: { seq, verb: entry.verb, object: entry.object },
  });
  return seq;
}

/** Seals what is there after the write; null when it is gone. */
export async function completeIntent(options: {
  change: RunChange;
  sealer: Sealer;
  targetId: string;
  seq: number;
  after: KubernetesObject | null;
}): Promise<void> {
  const { change, sealer, targetId, seq, after } = options;
  const runId = change.run.id;
  const tx = await change.open();
  await tx('run_journal')
    .where({ run_id: runId, target_id: targetId, seq, state: 'intent' })
    .update({
      state: 'done',
      after_sealed: sealer.seal(after, place(runId, targetId, seq, 'after')),
    });
  change.emit({ type: 'journal.done', targetId, data: { seq } });
}

/** After a write that was refused: nothing happened, so nothing is to be taken back. Tells why. */
export async function failIntent(options: {
  change: RunChange;
  targetId: string;
  stepId: string;
  seq: number;
  /** Its message is masked. */
  refusal: JournalRefusal;
}): Promise<void> {
  const { change, targetId, stepId, seq, refusal } = options;
  const { code } = refusal;
  const message = refusal.message.slice(0, MAX_MESSAGE);
  const tx = await change.open();
  await tx('run_journal')
    .where({ run_id: change.run.id, target_id: targetId, seq, state: 'intent' })
    .update({
      state: 'failed',
      refusal_json: JSON.stringify({ code, message }),
    });
  change.emit({
    type: 'journal.failed',
    targetId,
    stepId,
    message,
    data: { seq, code },
  });
}

/** Opened records of a target, of one step, or of the objects that are asked for, oldest first. */
export async function openJournal(options: {
  tx: Knex | Knex.Transaction;
  sealer: Sealer;
  runId: string;
  targetId: string;
  stepId?: string;
  isAsked?(object: ObjectRef): boolean;
  /** Hears of a record that does not open, and leaves it out; without it, the error is thrown. */
  onLost?(
    record: Pick<JournalRecord, 'object' | 'state'>,
    error: LostKeyError,
  ): void;
}): Promise<JournalRecord[]> {
  const { tx, sealer, runId, targetId, stepId, isAsked, onLost } = options;
  const rows = await tx('run_journal')
    .where({
      run_id: runId,
      target_id: targetId,
      ...(stepId && { step_id: stepId }),
    })
    .orderBy('seq');
  return rows.flatMap(row => {
    const { seq, verb, object, state, irreversible, unseen } = toJournal(row);
    if (isAsked?.(object) === false) {
      return [];
    }
    const at = (column: string) => place(runId, targetId, seq, column);
    try {
      return {
        seq,
        stepId: row.step_id,
        verb,
        object,
        state,
        irreversible,
        unseen,
        prior: sealer.open<KubernetesObject | null>(
          row.prior_sealed,
          at('prior'),
        ),
        after:
          row.after_sealed === null
            ? undefined
            : sealer.open<KubernetesObject | null>(
                row.after_sealed,
                at('after'),
              ),
      };
    } catch (error) {
      if (!onLost || !isLostKey(error)) {
        throw error;
      }
      onLost({ object, state }, error);
      return [];
    }
  });
}

/**
 * Whether the last that other steps of the run did to an object on a target
 * left it there: any write but a delete. The version of its API may differ.
 */
export async function wroteEarlier(options: {
  tx: Knex | Knex.Transaction;
  step: {
    readonly runId: string;
    readonly targetId: string;
    readonly stepId: string;
  };
  object: ObjectRef;
}): Promise<boolean> {
  const { tx, step, object } = options;
  const rows = await tx('run_journal')
    .where({ run_id: step.runId, target_id: step.targetId, state: 'done' })
    .whereNot({ step_id: step.stepId })
    .orderBy('seq')
    .select('verb', 'object_json');
  const last = rows
    .map(row => toJournal(row))
    .findLast(record => sameObject(record.object, object));
  return last !== undefined && last.verb !== 'delete';
}
