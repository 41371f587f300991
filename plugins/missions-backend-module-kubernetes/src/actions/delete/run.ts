import { nameOfObject } from '@mission-control/plugin-missions-common';
import type { RunContext } from '@mission-control/plugin-missions-node';
import { withJournalReadOnce } from '../../journal';
import { Dependants, waitUntilGone } from '../../undo';
import {
  approvedChangeOf,
  checkWrites,
  deleteWrite,
  executeWrite,
  readBack,
} from '../../writes';
import { dependantsFirst } from './dependantsFirst';
import { requestOf } from './plan';
import type { DeleteInput, DeleteOutput } from './schema';

/**
 * Compares all with the plan, then deletes one object after the other,
 * dependants before their owners, and waits until each is gone.
 */
export async function runDeleteAction(
  given: RunContext<DeleteInput>,
): Promise<DeleteOutput> {
  const ctx = withJournalReadOnce(given);
  const dependants = Dependants.ofRun();
  const turns = await dependantsFirst(ctx, ctx.input.objects);
  const writes = turns.map(turn =>
    deleteWrite(ctx, requestOf(ctx, turn, { dependants })),
  );
  await checkWrites(
    ctx,
    writes.map(write => ({ ref: write.ref, writeFor: () => write })),
  );
  const deleted: DeleteOutput['deleted'] = [];
  for (const [index, write] of writes.entries()) {
    const { ref } = write;
    ctx.progress({
      text: `Deleting ${nameOfObject(ref)}`,
      done: index,
      total: writes.length,
    });
    const { uid } = approvedChangeOf(ctx, ref) ?? {};
    const result = await executeWrite(ctx, write);
    if (result.outcome !== 'unchanged') {
      await waitUntilGone(ctx, ref, uid);
      deleted.push(ref);
    }
    await readBack(ctx, ref);
    ctx.log.info(
      `${nameOfObject(ref)}: ${
        result.outcome === 'unchanged' ? 'was not there' : 'deleted'
      }`,
    );
  }
  return { deleted };
}
