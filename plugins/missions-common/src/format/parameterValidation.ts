import type { MissionParameters, ParameterSchema } from './parameterSchema';
import {
  excerpt,
  faultWords,
  typeWords,
  type ParameterBound,
  type ParameterFault,
} from './parameterFault';
import { matchesFormat } from './parameterFormats';
import { canonicalJson } from '../canonical';
import { SECRET_MASK, SHORTEST_SECRET, holdsSecret } from './secrets';
import { nearestName } from '../expressions/suggestion';
import { TimeLimitError } from '../expressions/timeLimit';
import { patternProblem } from './parameterPattern';

/*
 * Own validator, because the subset is small and closed: ajv compiles code
 * with `new Function` (refused by a content security policy) and costs 40 KB
 * gzipped in the browser; other validators answer with JSON Schema's words,
 * and the form needs the name of the parameter and its rule.
 */

/** Characters of a string without maxLength. */
const MAX_STRING = 65_536;
/** Items of an array without maxItems. */
const MAX_ITEMS = 1000;
const MAX_DEPTH = 20;

/** A parameter that does not follow its schema. @public */
export interface ParameterProblem {
  /** Such as `replicas` or `hosts[2].name`. */
  readonly path: string;
  readonly fault: ParameterFault;
  /** Names the parameter, the rule and what was given; never a secret. */
  readonly message: string;
}

/** Values with defaults, and what is wrong with them. @public */
export interface ParameterValidation {
  readonly values: Record<string, unknown>;
  readonly problems: ParameterProblem[];
}

/**
 * Checks values against `spec.parameters` and fills in defaults. Unknown
 * parameters are refused; a declared parameter without value and default is
 * left out (expressions read it as null). Nothing is converted: "3" is no
 * integer.
 * @public
 */
export function validateParameters(
  schema: MissionParameters | undefined,
  given: Readonly<Record<string, unknown>> | undefined,
): ParameterValidation {
  const problems: ParameterProblem[] = [];
  let values: Record<string, unknown> = { ...given };
  untilTooSlow(() => {
    values = checkObject(
      {
        type: 'object',
        properties: schema?.properties ?? {},
        required: schema?.required,
      },
      given ?? {},
      '',
      problems,
      0,
    );
  });
  return { values, problems };
}

/**
 * Problems of one value with one schema, without filling in defaults; `path`
 * is the name of the parameter.
 * @public
 */
export function parameterProblems(
  schema: ParameterSchema,
  value: unknown,
  path: string,
): ParameterProblem[] {
  const problems: ParameterProblem[] = [];
  untilTooSlow(() => check(schema, value, path, problems, 0));
  return problems;
}

function check(
  schema: ParameterSchema,
  value: unknown,
  path: string,
  problems: ParameterProblem[],
  depth: number,
): unknown {
  const hidden = holdsSecret(schema);
  const shown = hidden ? SECRET_MASK : excerpt(value);
  const report = (fault: ParameterFault, found = shown) => {
    problems.push(problemAt(path, fault, `; it is ${found}`));
  };
  if (depth > MAX_DEPTH) {
    report({ keyword: 'depth', limit: MAX_DEPTH });
    return value;
  }
  const type = typeOf(value);
  if (
    type !== schema.type &&
    !(schema.type === 'number' && type === 'integer')
  ) {
    const words = typeWords(type);
    report(
      { keyword: 'type', type: schema.type },
      type === 'null' || hidden ? words : `${words} (${shown})`,
    );
    return value;
  }
  if (schema.enum && !schema.enum.some(allowed => same(allowed, value))) {
    report({ keyword: 'enum', options: schema.enum });
  }
  if (typeof value === 'string') {
    checkString(schema, value, report);
  } else if (typeof value === 'number') {
    checkNumber(schema, value, report);
  } else if (Array.isArray(value)) {
    return checkArray(schema, value, path, problems, report, depth);
  } else if (schema.type === 'object') {
    return checkObject(
      schema,
      value as Record<string, unknown>,
      path,
      problems,
      depth,
    );
  }
  return value;
}

/** A secret that is given has to be one that can be hidden. */
function shortest(
  { minLength, secret }: ParameterSchema,
  value: string,
): number | undefined {
  return secret && value !== ''
    ? Math.max(minLength ?? 0, SHORTEST_SECRET)
    : minLength;
}

type Report = (fault: ParameterFault, found?: string) => void;

function checkString(schema: ParameterSchema, value: string, report: Report) {
  const { maxLength = MAX_STRING, pattern, format } = schema;
  const minLength = shortest(schema, value);
  const { length } = [...value];
  if (length > maxLength) {
    report({ keyword: 'maxLength', limit: maxLength, length }, long(length));
    return;
  }
  if (minLength !== undefined && length < minLength) {
    report({ keyword: 'minLength', limit: minLength, length }, long(length));
  }
  if (pattern !== undefined) {
    const problem = patternProblem(pattern, value);
    if (problem) {
      report({ keyword: 'pattern', pattern, ...problem });
    }
    if (problem?.limitMs !== undefined) {
      throw new TimeLimitError(problem.limitMs);
    }
  }
  if (format !== undefined && !matchesFormat(format, value)) {
    report({ keyword: 'format', format });
  }
}

/** When a number breaks a bound. */
const BREAKS: Readonly<
  Record<ParameterBound, (value: number, limit: number) => boolean>
> = {
  minimum: (value, limit) => value < limit,
  maximum: (value, limit) => value > limit,
  exclusiveMinimum: (value, limit) => value <= limit,
  exclusiveMaximum: (value, limit) => value >= limit,
  multipleOf: (value, limit) => {
    const quotient = value / limit;
    return Math.abs(quotient - Math.round(quotient)) > 1e-9;
  },
};

function checkNumber(schema: ParameterSchema, value: number, report: Report) {
  for (const keyword of Object.keys(BREAKS) as ParameterBound[]) {
    const limit = schema[keyword];
    if (limit !== undefined && BREAKS[keyword](value, limit)) {
      report({ keyword, limit });
    }
  }
}

function checkArray(
  schema: ParameterSchema,
  value: unknown[],
  path: string,
  problems: ParameterProblem[],
  report: Report,
  depth: number,
): unknown[] {
  const { length } = value;
  const { minItems, maxItems = MAX_ITEMS } = schema;
  if (length > maxItems) {
    report({ keyword: 'maxItems', limit: maxItems, length }, long(length));
    return value;
  }
  if (minItems !== undefined && length < minItems) {
    report({ keyword: 'minItems', limit: minItems, length }, long(length));
  }
  if (
    schema.uniqueItems &&
    new Set(value.map(item => canonicalJson(item))).size < length
  ) {
    report({ keyword: 'uniqueItems' });
  }
  const { items } = schema;
  return items
    ? value.map((item, index) =>
        check(items, item, `${path}[${index}]`, problems, depth + 1),
      )
    : value;
}

function checkObject(
  schema: ParameterSchema,
  given: Readonly<Record<string, unknown>>,
  path: string,
  problems: ParameterProblem[],
  depth: number,
): Record<string, unknown> {
  const properties = schema.properties ?? {};
  const at = (name: string) => (path === '' ? name : `${path}.${name}`);
  const values: [string, unknown][] = [];
  for (const [name, value] of Object.entries(given)) {
    if (Object.hasOwn(properties, name)) {
      if (value !== undefined && value !== null) {
        values.push([
          name,
          check(properties[name], value, at(name), problems, depth + 1),
        ]);
      }
    } else if (schema.additionalProperties) {
      values.push([name, value]);
    } else {
      const similar = nearestName(name, Object.keys(properties));
      problems.push(
        problemAt(at(name), { keyword: 'additionalProperties', name, similar }),
      );
    }
  }
  const present = new Set(values.map(([name]) => name));
  for (const [name, property] of Object.entries(properties)) {
    if (!present.has(name)) {
      if (property.default !== undefined) {
        values.push([
          name,
          check(property, property.default, at(name), problems, depth + 1),
        ]);
      } else if (schema.required?.includes(name)) {
        problems.push(problemAt(at(name), { keyword: 'required' }));
      }
    }
  }
  return Object.fromEntries(values);
}

function typeOf(value: unknown): string {
  if (value === null || value === undefined) {
    return 'null';
  }
  if (Array.isArray(value)) {
    return 'array';
  }
  return typeof value === 'number' && Number.isSafeInteger(value)
    ? 'integer'
    : typeof value;
}

function same(a: unknown, b: unknown): boolean {
  return a === b || canonicalJson(a) === canonicalJson(b);
}

/** One pattern that took too long is enough: others may take as long. */
function untilTooSlow(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof TimeLimitError)) {
      throw error;
    }
  }
}

function problemAt(
  path: string,
  fault: ParameterFault,
  found = '',
): ParameterProblem {
  return {
    path,
    fault,
    message: `Parameter "${path}" ${faultWords(fault)}${found}`,
  };
}

function long(length: number): string {
  return `${length} long`;
}
