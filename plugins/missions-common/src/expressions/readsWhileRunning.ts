import type { ExpressionDependencies } from './dependencies';

/**
 * Whether something is read that has its value only while the run goes on:
 * outputs of steps, of other roles too, and the run itself.
 * @public
 */
export function readsWhileRunning(
  reads: Pick<ExpressionDependencies, 'steps' | 'run' | 'roles'>,
): boolean {
  return (
    reads.steps.length > 0 ||
    reads.run ||
    reads.roles.some(({ role, step }) => step !== undefined || role === '*')
  );
}
