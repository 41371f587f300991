import { MissionError } from '../errors';
import type { ParameterSchema } from '../format/parameterSchema';

/** Nodes of a value that an expression may read or yield. */
const MAX_NODES = 200_000;
const MAX_DEPTH = 64;

interface Budget {
  nodes: number;
}

/**
 * A JSON value as CEL sees it: whole numbers are ints (cel-js makes doubles
 * of JavaScript numbers), undefined is null. A schema overrules: `number` is
 * always a double, and declared properties without a value are null.
 */
export function toCel(
  value: unknown,
  schema?: ParameterSchema,
  budget: Budget = { nodes: 0 },
  depth = 0,
): unknown {
  spend(budget, depth, 'reads');
  if (value === undefined || value === null) {
    return null;
  }
  if (typeof value === 'number') {
    return Number.isInteger(value) && schema?.type !== 'number'
      ? BigInt(value)
      : value;
  }
  if (Array.isArray(value)) {
    return value.map(item => toCel(item, schema?.items, budget, depth + 1));
  }
  if (typeof value === 'object') {
    const entries = Object.entries(value).map(([key, item]) => [
      key,
      toCel(item, schema?.properties?.[key], budget, depth + 1),
    ]);
    const declared = Object.keys(schema?.properties ?? {})
      .filter(key => !Object.hasOwn(value, key))
      .map(key => [key, null]);
    return Object.fromEntries([...entries, ...declared]);
  }
  if (typeof value === 'string' || typeof value === 'boolean') {
    return value;
  }
  if (typeof value === 'bigint') {
    return value;
  }
  throw new MissionError(
    'EXPRESSION_FAILED',
    `An expression cannot read a value of type ${typeof value}; only JSON values are allowed`,
  );
}

/** What an expression yields as JSON. Throws EXPRESSION_FAILED when it is none. */
export function fromCel(
  value: unknown,
  source: string,
  budget: Budget = { nodes: 0 },
  depth = 0,
): unknown {
  spend(budget, depth, 'yields');
  if (value === undefined || value === null) {
    return null;
  }
  if (typeof value === 'bigint') {
    const number = Number(value);
    if (!Number.isSafeInteger(number)) {
      throw failed(source, `yields ${value}, which is too large for JSON`);
    }
    return number;
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) {
      throw failed(source, `yields ${value}, which is no JSON number`);
    }
    return value;
  }
  if (typeof value === 'string' || typeof value === 'boolean') {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(item => fromCel(item, source, budget, depth + 1));
  }
  if (value instanceof Date) {
    return value.toISOString();
  }
  if (value instanceof Map || isPlain(value)) {
    const entries =
      value instanceof Map ? [...value.entries()] : Object.entries(value);
    return Object.fromEntries(
      entries.map(([key, item]) => [
        String(key),
        fromCel(item, source, budget, depth + 1),
      ]),
    );
  }
  return fromSpecial(value as object, source, budget, depth);
}

/** Durations, unsigned ints and optionals of the library. */
function fromSpecial(
  value: object,
  source: string,
  budget: Budget,
  depth: number,
): unknown {
  if ('hasValue' in value && typeof value.hasValue === 'function') {
    const optional = value as { hasValue(): boolean; value(): unknown };
    return optional.hasValue()
      ? fromCel(optional.value(), source, budget, depth + 1)
      : null;
  }
  if ('seconds' in value && 'nanos' in value) {
    return `${Number(value.seconds) + Number(value.nanos) / 1e9}s`;
  }
  if (value.constructor?.name === 'UnsignedInt') {
    return fromCel(BigInt(String(value.valueOf())), source, budget, depth + 1);
  }
  throw failed(source, 'yields neither text, number, list, map nor null');
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function spend(budget: Budget, depth: number, verb: string) {
  budget.nodes += 1;
  if (budget.nodes > MAX_NODES || depth > MAX_DEPTH) {
    throw new MissionError(
      'EXPRESSION_FAILED',
      `An expression ${verb} more than ${MAX_NODES} values, or deeper than ${MAX_DEPTH} levels`,
      { remedy: 'Read or yield a smaller part of the value.' },
    );
  }
}

function failed(source: string, what: string): MissionError {
  return new MissionError(
    'EXPRESSION_FAILED',
    `The expression "${source}" ${what}`,
  );
}
