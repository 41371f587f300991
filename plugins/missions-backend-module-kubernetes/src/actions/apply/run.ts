import type { RunContext } from '@mission-control/plugin-missions-node';
import { describeRef, refOf } from '../../objects';
import { applyObject, proveWrite, type WriteResult } from '../../writes';
import { requestsOf } from './requests';
import type { ApplyInput, ApplyOutput } from './schema';

/** Applies object by object and reads each back. */
export async function runApplyAction(
  ctx: RunContext<ApplyInput>,
): Promise<ApplyOutput> {
  const requests = requestsOf(ctx.input);
  const objects: ApplyOutput['objects'] = [];
  for (const [index, request] of requests.entries()) {
    const ref = refOf(request.object);
    ctx.progress({
      text: `Applying ${describeRef(ref)}`,
      done: index,
      total: requests.length,
    });
    const result = await applyObject(ctx, request);
    const outcome = await outcomeOf(ctx, result, request.object.kind!, ref);
    ctx.log.info(`${describeRef(ref)}: ${outcome}`);
    const live = await proveWrite(ctx, ref);
    objects.push({ ...ref, uid: live?.metadata?.uid, outcome });
  }
  return { objects };
}

async function outcomeOf(
  ctx: RunContext<ApplyInput>,
  result: WriteResult,
  kind: string,
  ref: { name: string; namespace?: string },
): Promise<ApplyOutput['objects'][number]['outcome']> {
  if (result.outcome === 'unchanged') {
    return 'unchanged';
  }
  const records = await ctx.journal.records();
  const created = records.some(
    record =>
      record.prior === null &&
      record.after &&
      record.object.kind === kind &&
      record.object.name === ref.name &&
      record.object.namespace === ref.namespace,
  );
  return created ? 'created' : 'changed';
}
