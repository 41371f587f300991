import type { MissionParameters, ParameterSchema } from './parameterSchema';
import { formatWords, matchesFormat } from './parameterFormats';
import { canonicalJson } from '../canonical';
import { SECRET_MASK, holdsSecret } from './secrets';
import { didYouMean } from '../expressions/suggestion';
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

const ARTICLE: Readonly<Record<string, string>> = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
};

/** A parameter that does not follow its schema. @public */
export interface ParameterProblem {
  /** Such as `replicas` or `hosts[2].name`. */
  readonly path: string;
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

/** Problems of one value with one schema, without filling in defaults. */
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
  const report = (rule: string, found = shown) => {
    problems.push({
      path,
      message: `Parameter "${path}" ${rule}; it is ${found}`,
    });
  };
  if (depth > MAX_DEPTH) {
    report(`is nested deeper than ${MAX_DEPTH} levels`);
    return value;
  }
  const type = typeOf(value);
  if (
    type !== schema.type &&
    !(schema.type === 'number' && type === 'integer')
  ) {
    report(
      `must be ${ARTICLE[schema.type]}`,
      type === 'null' || hidden ? ARTICLE[type] : `${ARTICLE[type]} (${shown})`,
    );
    return value;
  }
  if (schema.enum && !schema.enum.some(allowed => same(allowed, value))) {
    report(`must be one of ${schema.enum.map(excerpt).join(', ')}`);
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

type Report = (rule: string, found?: string) => void;

function checkString(schema: ParameterSchema, value: string, report: Report) {
  const length = [...value].length;
  const most = schema.maxLength ?? MAX_STRING;
  if (length > most) {
    report(`must have at most ${most} characters`, `${length} long`);
    return;
  }
  if (schema.minLength !== undefined && length < schema.minLength) {
    report(
      `must have at least ${schema.minLength} characters`,
      `${length} long`,
    );
  }
  if (schema.pattern !== undefined) {
    const problem = patternProblem(schema.pattern, value);
    if (problem) {
      report(problem.rule);
    }
    if (problem?.tooSlow) {
      throw problem.tooSlow;
    }
  }
  if (schema.format !== undefined && !matchesFormat(schema.format, value)) {
    report(`must be ${formatWords(schema.format)}`);
  }
}

function checkNumber(schema: ParameterSchema, value: number, report: Report) {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } =
    schema;
  if (minimum !== undefined && value < minimum) {
    report(`must be at least ${minimum}`);
  }
  if (maximum !== undefined && value > maximum) {
    report(`must be at most ${maximum}`);
  }
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum) {
    report(`must be greater than ${exclusiveMinimum}`);
  }
  if (exclusiveMaximum !== undefined && value >= exclusiveMaximum) {
    report(`must be less than ${exclusiveMaximum}`);
  }
  if (multipleOf !== undefined) {
    const quotient = value / multipleOf;
    if (Math.abs(quotient - Math.round(quotient)) > 1e-9) {
      report(`must be a multiple of ${multipleOf}`);
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
  const most = schema.maxItems ?? MAX_ITEMS;
  if (value.length > most) {
    report(`must have at most ${most} items`, `${value.length} long`);
    return value;
  }
  if (schema.minItems !== undefined && value.length < schema.minItems) {
    report(
      `must have at least ${schema.minItems} items`,
      `${value.length} long`,
    );
  }
  if (
    schema.uniqueItems &&
    new Set(value.map(item => canonicalJson(item))).size < value.length
  ) {
    report('must not hold the same item twice');
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
      problems.push({
        path: at(name),
        message: `Parameter "${at(
          name,
        )}" is not declared by the mission.${didYouMean(
          name,
          Object.keys(properties),
        )}`,
      });
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
        problems.push({
          path: at(name),
          message: `Parameter "${at(name)}" is required and has no value`,
        });
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

function excerpt(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
