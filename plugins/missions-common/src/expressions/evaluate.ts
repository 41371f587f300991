import { MissionError, isMissionError } from '../errors';
import { findBareFault } from './celOver';
import { fromCel, toCel } from './celValues';
import {
  compileExpression,
  compileTemplate,
  type CompiledExpression,
} from './compile';
import { readScope, type ExpressionScope, type ReadRoot } from './scope';
import {
  readsSecret,
  tellDerived,
  type SecretReading,
  type SecretWatch,
} from './secretReading';
import { TimeLimitError, withinTimeLimit } from './timeLimit';

/** Characters of a text that a template may make. */
const MAX_TEXT = 262_144;
const MAX_DEPTH = 64;

const TOO_SLOW_REMEDY =
  'Go through fewer lists inside one another, give the lists a maxItems, or simplify the pattern of matches().';

/**
 * Evaluates every `${{ }}` of a JSON value, in strings however deep; keys are
 * left as they are. A string that is exactly one `${{ }}` becomes the value
 * with its type. With `secrets` it tells what was made of a secret, and no
 * error tells of one. Throws EXPRESSION_FAILED.
 * @public
 */
export function evaluate(
  template: unknown,
  scope: ExpressionScope,
  secrets?: SecretReading,
): unknown {
  return evaluateValue(template, { scope, secrets }, 0);
}

/** Evaluates a bare condition. Throws EXPRESSION_FAILED unless it is true or false. @public */
export function evaluateCondition(
  expression: string,
  scope: ExpressionScope,
  secrets?: SecretReading,
): boolean {
  const value = runExpression(compiled(expression), readScope(scope), {
    scope,
    secrets,
  });
  if (typeof value !== 'boolean') {
    throw new MissionError(
      'EXPRESSION_FAILED',
      `The condition "${expression}" yields ${describe(
        value,
      )}, expected true or false`,
    );
  }
  return value;
}

/**
 * Evaluates a bare expression over values that a check looked at, such as
 * `object` of kubernetes:object or `body` and `status` of an HTTP answer.
 * Whole JSON numbers are ints. Throws EXPRESSION_FAILED.
 * @public
 */
export function evaluateOnObject(
  expression: string,
  values: Readonly<Record<string, unknown>>,
): unknown {
  const expr = compiled(expression);
  const fault = findBareFault(expression, Object.keys(values));
  if (fault) {
    throw new MissionError(
      'EXPRESSION_FAILED',
      `The expression "${excerpt(expression)}" ${fault.message}`,
    );
  }
  return runPlain(expr, root => toCel(values[root]));
}

function evaluateValue(value: unknown, asked: Asked, depth: number): unknown {
  if (depth > MAX_DEPTH) {
    throw new MissionError(
      'EXPRESSION_FAILED',
      `An input is nested deeper than ${MAX_DEPTH} levels`,
    );
  }
  if (typeof value === 'string') {
    return evaluateText(value, asked);
  }
  if (Array.isArray(value)) {
    return value.map(item => evaluateValue(item, asked, depth + 1));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        evaluateValue(item, asked, depth + 1),
      ]),
    );
  }
  return value;
}

function evaluateText(text: string, asked: Asked): unknown {
  if (!text.includes('${{')) {
    return text;
  }
  const result = compileTemplate(text);
  if ('fault' in result) {
    throw new MissionError(
      'EXPRESSION_FAILED',
      `The text "${excerpt(text)}" cannot be read at character ${
        result.fault.offset + 1
      }: ${result.fault.message}`,
    );
  }
  const context = readScope(asked.scope);
  const [first] = result.ok.parts;
  if (result.ok.single && first.kind === 'expression') {
    return runExpression(first.compiled, context, asked);
  }
  let made = '';
  for (const part of result.ok.parts) {
    made +=
      part.kind === 'text'
        ? part.text
        : asText(
            runExpression(part.compiled, context, asked),
            part.compiled.source,
          );
    if (made.length > MAX_TEXT) {
      throw new MissionError(
        'EXPRESSION_FAILED',
        `The text "${excerpt(
          text,
        )}" becomes longer than ${MAX_TEXT} characters`,
      );
    }
  }
  return made;
}

function asText(value: unknown, source: string): string {
  if (typeof value === 'string') {
    return value;
  }
  if (typeof value === 'number' || typeof value === 'boolean') {
    return String(value);
  }
  throw new MissionError(
    'EXPRESSION_FAILED',
    `The expression "${source}" yields ${describe(
      value,
    )} inside a text, expected text, number, true or false`,
    {
      remedy:
        'Give the parameter a value or default, or build a text, for example with x.join(",").',
    },
  );
}

function compiled(expression: string): CompiledExpression {
  const result = compileExpression(expression);
  if ('fault' in result) {
    throw new MissionError(
      'EXPRESSION_FAILED',
      `The expression "${excerpt(expression)}" cannot be read at character ${
        result.fault.offset + 1
      }: ${result.fault.message}`,
    );
  }
  return result.ok;
}

/** An evaluation, and whether it watches for secrets. */
type Asked = Pick<SecretWatch, 'scope'> & Partial<SecretWatch>;

/** What is made of a secret on the way to the result is told too. */
function runExpression(
  expr: CompiledExpression,
  read: ReadRoot,
  { scope, secrets }: Asked,
): unknown {
  const watch = secrets && { scope, secrets };
  if (!watch || !readsSecret(expr, watch)) {
    return runPlain(expr, read);
  }
  let result: unknown;
  try {
    result = runPlain(expr, read);
  } catch (error) {
    throw withoutSecret(expr, error);
  }
  tellDerived(result, expr, watch);
  for (const source of expr.parts) {
    tellPart(source, read, watch);
  }
  return result;
}

function tellPart(source: string, read: ReadRoot, watch: SecretWatch): void {
  const part = compileExpression(source);
  if ('ok' in part && readsSecret(part.ok, watch)) {
    let made: unknown;
    try {
      made = runPlain(part.ok, read);
    } catch {
      // It is of a branch that was not taken.
      return;
    }
    tellDerived(made, part.ok, watch, true);
  }
}

/** The reason of a failure may quote what an expression made of a secret. */
function withoutSecret(expr: CompiledExpression, error: unknown): MissionError {
  const { remedy, cause } = error as MissionError;
  return cause instanceof TimeLimitError
    ? (error as MissionError)
    : new MissionError(
        'EXPRESSION_FAILED',
        `The expression "${excerpt(
          expr.source,
        )}" failed; it reads a secret, so the reason is not told`,
        { remedy },
      );
}

/** Only what the expression names is converted and handed over. */
function runPlain(expr: CompiledExpression, read: ReadRoot): unknown {
  const roots = new Set(expr.references.map(reference => reference.root));
  let value: unknown;
  try {
    const context = Object.fromEntries(
      [...roots].map(root => [root, read(root, namesOf(expr, root))]),
    );
    value = withinTimeLimit(() => expr.run(context));
  } catch (error) {
    if (isMissionError(error)) {
      throw error;
    }
    if (error instanceof TimeLimitError) {
      throw new MissionError(
        'EXPRESSION_FAILED',
        `The expression "${excerpt(expr.source)}" takes longer than ${
          error.limitMs
        } ms`,
        { remedy: TOO_SLOW_REMEDY, cause: error },
      );
    }
    const { summary, message } = error as { summary?: string; message: string };
    throw new MissionError(
      'EXPRESSION_FAILED',
      `The expression "${excerpt(expr.source)}" failed: ${summary ?? message}`,
      { cause: error },
    );
  }
  return fromCel(value, excerpt(expr.source));
}

/** First fields read from a root, or undefined when it is read as a whole. */
function namesOf(
  expr: CompiledExpression,
  root: string,
): ReadonlySet<string> | undefined {
  const paths = expr.references
    .filter(reference => reference.root === root)
    .map(reference => reference.path);
  return paths.some(path => path.length === 0)
    ? undefined
    : new Set(paths.map(path => path[0]));
}

function describe(value: unknown): string {
  if (value === null) {
    return 'null';
  }
  if (Array.isArray(value)) {
    return 'a list';
  }
  return typeof value === 'object' ? 'a map' : `a ${typeof value}`;
}

function excerpt(text: string): string {
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}
