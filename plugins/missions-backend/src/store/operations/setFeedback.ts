import type { Store } from '../Store';

/** Keeps one person's thumb on a run; `none` takes it away. */
export async function setFeedback(options: {
  store: Store;
  runId: string;
  by: string;
  value: 'up' | 'down' | 'none';
  comment?: string;
}): Promise<void> {
  const { store, runId, by, value, comment } = options;
  await store.transaction(async tx => {
    if (value === 'none') {
      await tx('feedback').where({ run_id: runId, by }).delete();
      return;
    }
    const at = (await store.now(tx)).toISOString();
    await tx('feedback')
      .insert({ run_id: runId, by, value, comment: comment ?? null, at })
      .onConflict(['run_id', 'by'])
      .merge();
  });
}
