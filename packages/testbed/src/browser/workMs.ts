/** A plan, a rollout or an undo takes seconds, a busy machine longer. */
export const WORK_MS = 120_000;
