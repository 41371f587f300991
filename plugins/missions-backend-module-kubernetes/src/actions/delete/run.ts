import type { RunContext } from '@mission-control/plugin-missions-node';
import { describeRef } from '../../objects';
import { waitUntilGone } from '../../undo';
import { deleteObject, proveWrite } from '../../writes';
import { requestOf } from './plan';
import type { DeleteInput, DeleteOutput } from './schema';

/** Deletes one object after the other and waits until each is gone. */
export async function runDeleteAction(
  ctx: RunContext<DeleteInput>,
): Promise<DeleteOutput> {
  const deleted: DeleteOutput['deleted'] = [];
  for (const [index, ref] of ctx.input.objects.entries()) {
    ctx.progress({
      text: `Deleting ${describeRef(ref)}`,
      done: index,
      total: ctx.input.objects.length,
    });
    const uid = ctx.approved.find(
      change =>
        change.object.name === ref.name && change.object.kind === ref.kind,
    )?.uid;
    const result = await deleteObject(ctx, requestOf(ctx, ref));
    if (result.outcome !== 'unchanged') {
      await waitUntilGone(ctx, ref, uid);
      deleted.push(ref);
    }
    await proveWrite(ctx, ref);
    ctx.log.info(
      `${describeRef(ref)}: ${
        result.outcome === 'unchanged' ? 'was not there' : 'deleted'
      }`,
    );
  }
  return { deleted };
}
