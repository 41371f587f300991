import {
  type ExpressionScope,
  evaluate,
} from '@mission-control/plugin-missions-common';
import { saveDerivedSecrets } from '../store';
import type { TargetSession } from './TargetSession';

/**
 * Evaluates a template of a run's mission. What it makes of secrets is kept,
 * sealed, before anybody does something with the result: others who show
 * something of the run have to know it. Throws EXPRESSION_FAILED.
 */
export async function evaluateInRun(
  session: TargetSession,
  template: unknown,
  scope: ExpressionScope,
): Promise<unknown> {
  const value = evaluate(template, scope, session.session.derived);
  await keepDerived(session);
  return value;
}

/**
 * Finds beforehand what the mission makes of the parameters, so that a plan
 * that is made again hides what it hid before, in each of its steps.
 */
export async function learnDerived(
  session: TargetSession,
  scope: ExpressionScope,
): Promise<void> {
  const { spec, derived } = session.session;
  if (!derived.possible) {
    return;
  }
  forEachText([spec.steps, spec.verify], text => {
    try {
      evaluate(text, scope, derived);
    } catch {
      // It reads what is not known yet, or fails where it is needed.
    }
  });
  await keepDerived(session);
}

/** Keeps what was made of secrets and is not kept yet. */
export async function keepDerived(session: TargetSession): Promise<void> {
  const secrets = session.session.derived;
  const derived = secrets.unkept;
  if (derived.length === 0) {
    return;
  }
  const { sealer } = session.store;
  const done = await session.commit(change =>
    saveDerivedSecrets({ change, sealer, derived }),
  );
  if (done) {
    secrets.keep(derived);
  }
}

function forEachText(value: unknown, visit: (text: string) => void): void {
  if (typeof value === 'string') {
    if (value.includes('${{')) {
      visit(value);
    }
  } else if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(item => forEachText(item, visit));
  }
}
