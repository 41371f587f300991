import {
  type ExpressionScope,
  MissionError,
  type MissionStep,
  eachEntries,
  evaluate,
} from '@mission-control/plugin-missions-common';
import type { StepEntry } from '../store';
import type { RunSession } from './RunSession';

/** A key becomes part of the step's id and of names of objects. */
const MAX_KEY_LENGTH = 100;
/** As in the table of steps. */
const MAX_NAME_LENGTH = 255;

/**
 * The entries of a step's `each`, as steps. Throws EXPRESSION_FAILED, also for
 * entries that hold a secret: ids and entries of steps are not sealed.
 */
export function eachEntriesOf(
  step: MissionStep,
  scope: ExpressionScope,
  { masker, derived }: Pick<RunSession, 'masker' | 'derived'>,
): StepEntry[] {
  const items = eachEntries(evaluate(step.each, scope, derived));
  if (JSON.stringify(masker.mask(items)) !== JSON.stringify(items)) {
    throw new MissionError(
      'EXPRESSION_FAILED',
      `The entries of "each" of step '${step.id}' hold a secret, and entries are shown`,
      {
        remedy:
          'Let "each" yield names only, and read the secret in the input of the step.',
      },
    );
  }
  const long = items.find(item => item.key.length > MAX_KEY_LENGTH);
  if (long) {
    throw new MissionError(
      'EXPRESSION_FAILED',
      `A key of "each" of step '${step.id}' is longer than ${MAX_KEY_LENGTH} characters`,
    );
  }
  return items.map(item => ({
    item,
    stepId: `${step.id}[${item.key}]`,
    name: nameOfStep(step, item.key),
  }));
}

/** How a step, or an entry of it, is called for people. */
export function nameOfStep(step: MissionStep, key?: string): string {
  const name = step.name ?? step.title ?? step.id;
  return key === undefined
    ? name
    : `${name} (${key})`.slice(0, MAX_NAME_LENGTH);
}
