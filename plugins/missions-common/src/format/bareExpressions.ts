import { findBareFault } from '../expressions/celOver';
import type { FoundProblem, ProblemPath } from './problem';

/** An input that is bare CEL over what its action or check looked at. */
interface BareExpression {
  readonly keys: readonly string[];
  readonly names: readonly string[];
}

const ofAnswer: BareExpression = {
  keys: ['expect', 'json'],
  names: ['status', 'body'],
};
const BARE_EXPRESSIONS: ReadonlyMap<string, BareExpression> = new Map([
  ['kubernetes:object', { keys: ['expect'], names: ['object'] }],
  ['kubernetes:wait', { keys: ['condition'], names: ['object'] }],
  ['kubernetes:endpoint', ofAnswer],
  ['core:http', ofAnswer],
]);

/** What is wrong with the bare CEL in an input of an action or check. */
export function bareProblems(
  id: string,
  input: Record<string, unknown> | undefined,
  path: ProblemPath,
): FoundProblem[] {
  const bare = BARE_EXPRESSIONS.get(id);
  if (!bare) {
    return [];
  }
  let value: unknown = input;
  for (const key of bare.keys) {
    value =
      typeof value === 'object' && value !== null
        ? (value as Record<string, unknown>)[key]
        : undefined;
  }
  if (typeof value !== 'string' || value.includes('${{')) {
    return [];
  }
  const fault = findBareFault(value, bare.names);
  return fault
    ? [
        {
          code: 'EXPRESSION_FAILED',
          path: [...path, ...bare.keys],
          within: { text: value, offset: fault.offset },
          message: `The expectation "${value}" ${fault.message}`,
          remedy:
            'Correct the CEL at this place; what the run knows goes in as ${{ }}.',
        },
      ]
    : [];
}
