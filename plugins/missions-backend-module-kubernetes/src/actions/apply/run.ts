import {
  type ObjectRef,
  sameObject,
  nameOfObject,
} from '@mission-control/plugin-missions-common';
import type { RunContext } from '@mission-control/plugin-missions-node';
import { withJournalReadOnce } from '../../journal';
import { untilServed } from '../../observe';
import {
  applyWrite,
  checkWrites,
  executeWrite,
  proveWrite,
  type WriteResult,
} from '../../writes';
import { requestsOf } from './requests';
import type { ApplyInput, ApplyOutput } from './schema';

/** Compares all with the plan, then applies object by object and reads each back. */
export async function runApplyAction(
  given: RunContext<ApplyInput>,
): Promise<ApplyOutput> {
  const ctx = withJournalReadOnce(given);
  const requests = requestsOf(ctx.input);
  const writes = requests.map(request => applyWrite(ctx, request));
  await checkWrites(
    ctx,
    writes.map(write => ({ ref: write.ref, writeFor: () => write })),
  );
  const objects: ApplyOutput['objects'] = [];
  for (const [index, write] of writes.entries()) {
    const { ref } = write;
    ctx.progress({
      text: `Applying ${nameOfObject(ref)}`,
      done: index,
      total: requests.length,
    });
    const result = await executeWrite(ctx, write);
    const outcome = await outcomeOf(ctx, result, ref);
    ctx.log.info(`${nameOfObject(ref)}: ${outcome}`);
    const live = await proveWrite(ctx, ref);
    await untilServed(ctx, ref, live);
    objects.push({ ...ref, uid: live.metadata?.uid, outcome });
  }
  return { objects };
}

async function outcomeOf(
  ctx: RunContext<ApplyInput>,
  result: WriteResult,
  ref: ObjectRef,
): Promise<ApplyOutput['objects'][number]['outcome']> {
  if (result.outcome === 'unchanged') {
    return 'unchanged';
  }
  const records = await ctx.journal.records();
  const created = records.some(
    record =>
      record.prior === null && record.after && sameObject(record.object, ref),
  );
  return created ? 'created' : 'changed';
}
