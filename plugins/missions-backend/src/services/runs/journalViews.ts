import {
  declaredPart,
  fieldDiff,
  isMissionError,
  type JournalEntry,
} from '@mission-control/plugin-missions-common';
import type { JournalRecord } from '@mission-control/plugin-missions-node';
import {
  openJournal,
  readJournal,
  type JournalRow,
  type RunRecord,
  type Store,
} from '../../store';
import { RunMask } from './RunMask';
import { toDate } from './runViews';

/**
 * The journal of a run for people: what each write changed, from the object
 * before to the one after it, without secrets and without what a server keeps
 * for itself. When the journal cannot be opened (its key is configured no
 * more), its entries are there without the changes.
 */
export async function journalViews(options: {
  store: Store;
  run: RunRecord;
  targetId?: string;
}): Promise<JournalEntry[]> {
  const { store, run, targetId } = options;
  const rows = await readJournal({ tx: store.db, runId: run.id, targetId });
  const targetIds = [...new Set(rows.map(row => row.targetId))];
  const opened = await openAll(store, run, targetIds);
  return rows.map(row => ({
    seq: row.seq,
    targetId: row.targetId,
    stepId: row.stepId,
    verb: row.verb,
    object: row.object,
    state: row.state,
    at: toDate(row.at),
    priorExisted: row.priorExisted,
    irreversible: row.irreversible,
    unseen: row.unseen,
    undoneBy: row.undoneBy,
    keptBy: row.keptBy,
    keptReason: row.keptReason,
    refusal: row.refusal,
    ...(opened && changesOf(opened.records.get(keyOf(row)), opened.mask)),
  }));
}

async function openAll(
  store: Store,
  run: RunRecord,
  targetIds: readonly string[],
): Promise<{ records: Map<string, JournalRecord>; mask: RunMask } | undefined> {
  const { db: tx, sealer } = store;
  const records = new Map<string, JournalRecord>();
  try {
    const mask = await RunMask.open({ store, run, targetIds });
    for (const targetId of targetIds) {
      const open = { tx, sealer, runId: run.id, targetId };
      for (const record of await openJournal(open)) {
        records.set(keyOf({ targetId, seq: record.seq }), record);
      }
    }
    return { records, mask };
  } catch (error) {
    if (isMissionError(error) && error.code === 'SECRET_KEY_MISSING') {
      return undefined;
    }
    throw error;
  }
}

function keyOf({ targetId, seq }: Pick<JournalRow, 'targetId' | 'seq'>) {
  return `${targetId}\n${seq}`;
}

function changesOf(
  record: JournalRecord | undefined,
  mask: RunMask,
): Pick<JournalEntry, 'changed' | 'fields'> {
  if (record?.after === undefined) {
    return {};
  }
  const { prior, after, object } = record;
  const fields = fieldDiff(
    prior ? declaredPart(prior) : undefined,
    after ? declaredPart(after) : undefined,
  );
  return {
    changed: fields.length > 0 || Boolean(prior) !== Boolean(after),
    fields: fields.map(field => mask.change(field, object.kind)),
  };
}
