import { MissionError } from '../errors';
import { SHORTEST_SECRET } from '../format/secrets';
import type { CompiledExpression } from './compile';
import type { Reference } from './references';
import type { ExpressionScope } from './scope';

/** Nested values that are looked into. */
const MAX_DEPTH = 64;

/**
 * How an evaluation treats secrets: it asks which values are, and tells what an
 * expression made of one, which is secret then too.
 * @public
 */
export interface SecretReading {
  /** Whether a value that is read is a secret, or holds one. */
  isSecret(value: unknown, reference: Reference): boolean;
  /** A text or number that an expression made of a secret. */
  derived(value: string | number): void;
}

/** An evaluation that watches for secrets. */
export interface SecretWatch {
  readonly scope: ExpressionScope;
  readonly secrets: SecretReading;
}

/** Whether an expression reads a secret. */
export function readsSecret(
  { references }: CompiledExpression,
  { scope, secrets }: SecretWatch,
): boolean {
  return references.some(reference =>
    secrets.isSecret(valueOf(scope, reference), reference),
  );
}

/**
 * Tells every text and number of a result as derived, names of members too, but
 * not what is written in the expression, and not what it reads as it is: that
 * is known to be secret, or is public. True, false and numbers of few digits
 * are not told: to hide them everywhere would hide what has nothing to do with
 * the secret. Throws EXPRESSION_FAILED for a text that is too short to be
 * hidden, unless `lenient`.
 */
export function tellDerived(
  result: unknown,
  expression: CompiledExpression,
  { scope, secrets }: SecretWatch,
  lenient = false,
): void {
  const open = new Set<string | number>(expression.literals);
  const openKeys = new Set<string | number>();
  for (const reference of expression.references) {
    forEachLeaf(valueOf(scope, reference), (leaf, isKey) =>
      (isKey ? openKeys : open).add(leaf),
    );
  }
  forEachLeaf(result, (leaf, isKey) => {
    const { length } = String(leaf);
    // The value of one member may be the name of another one by chance.
    if (leaf === '' || open.has(leaf) || (isKey && openKeys.has(leaf))) {
      return;
    }
    if (length >= SHORTEST_SECRET) {
      secrets.derived(leaf);
    } else if (typeof leaf === 'string' && !lenient) {
      throw new MissionError(
        'EXPRESSION_FAILED',
        `The expression "${
          expression.source
        }" makes a text of ${length} character${
          length === 1 ? '' : 's'
        } of a secret; shorter than ${SHORTEST_SECRET} cannot be hidden`,
        {
          remedy:
            'Make a parameter of its own of this part, secret if it is one, or keep more of the secret.',
        },
      );
    }
  });
}

function valueOf(scope: ExpressionScope, { root, path }: Reference): unknown {
  let value: unknown = (scope as unknown as Record<string, unknown>)[root];
  for (const key of path) {
    if (
      typeof value !== 'object' ||
      value === null ||
      !Object.hasOwn(value, key)
    ) {
      return undefined;
    }
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

function forEachLeaf(
  value: unknown,
  visit: (leaf: string | number, isKey: boolean) => void,
  depth = 0,
): void {
  if (typeof value === 'string' || typeof value === 'number') {
    visit(value, false);
  } else if (typeof value === 'object' && value !== null && depth < MAX_DEPTH) {
    for (const [key, item] of Object.entries(value)) {
      if (!Array.isArray(value)) {
        visit(key, true);
      }
      forEachLeaf(item, visit, depth + 1);
    }
  }
}
