import { compileExpression, type ExpressionFault } from './compile';

/**
 * Why a bare expression over values of these names can never be evaluated: it
 * cannot be read, or reads something else. Undefined when nothing is wrong.
 */
export function findBareFault(
  source: string,
  names: readonly string[],
): ExpressionFault | undefined {
  const result = compileExpression(source);
  if ('fault' in result) {
    const { message, offset } = result.fault;
    return { message: `cannot be read: ${message}`, offset };
  }
  const stranger = result.ok.references.find(
    ({ root }) => !names.includes(root),
  );
  return (
    stranger && {
      message: `reads "${stranger.root}"; it may read ${names.join(', ')}`,
      offset: stranger.start,
    }
  );
}

/**
 * For `superRefine` of an input that is CEL over values of these names: an
 * action or check refuses at once what no waiting would make true.
 * @public
 */
export function celOver(
  ...names: readonly string[]
): (source: string, refinement: { addIssue(message: string): void }) => void {
  return (source, refinement) => {
    const fault = findBareFault(source, names);
    if (fault) {
      refinement.addIssue(`The expression ${fault.message}`);
    }
  };
}
