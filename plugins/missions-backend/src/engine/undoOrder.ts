/** A step of the original run, as far as undo needs it. */
export interface UndoableStep {
  readonly stepId: string;
  readonly position: number;
}

/** A journal record, as far as undo needs it. */
export interface UndoableRecord {
  readonly stepId: string;
  readonly seq: number;
  readonly state: 'intent' | 'done' | 'undone' | 'failed';
}

/**
 * Which steps an undo takes back, in which order, with the numbers of their
 * records: what was written last is taken back first, and what is taken back
 * already is left alone. An intent without an end counts: the write may have
 * happened.
 */
export function undoOrder<S extends UndoableStep>(
  steps: readonly S[],
  records: readonly UndoableRecord[],
): { step: S; seqs: number[] }[] {
  const open = records.filter(
    record => record.state === 'intent' || record.state === 'done',
  );
  const lastOf = (stepId: string) =>
    Math.max(
      ...open.filter(item => item.stepId === stepId).map(item => item.seq),
    );
  return steps
    .filter(step => open.some(record => record.stepId === step.stepId))
    .sort((a, b) => lastOf(b.stepId) - lastOf(a.stepId))
    .map(step => ({
      step,
      seqs: open
        .filter(record => record.stepId === step.stepId)
        .map(record => record.seq)
        .sort((a, b) => b - a),
    }));
}
