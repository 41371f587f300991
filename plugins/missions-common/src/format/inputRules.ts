import { didYouMean } from '../expressions/suggestion';
import { withinTimeLimit } from '../expressions/timeLimit';
import type { InputFacts } from '../lint/rule';
import { faultProblems } from './inputFaults';
import { DURATION_PATTERN } from './duration';
import { bareProblems } from './bareExpressions';
import type { JsonSchema } from './jsonSchema';
import { formatWords } from './parameterFormats';
import {
  describeValue,
  pathText,
  type FoundProblem,
  type ProblemPath,
} from './problem';
import type { MissionDefinition } from './schema';
import { resolve } from './schemaKeys';

/** What is known of inputs, by id of the action or check. */
export interface KnownInputs {
  readonly actions: (id: string) => InputFacts | undefined;
  readonly checks: (id: string) => InputFacts | undefined;
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  null: 'null',
};

/**
 * Inputs that their action or check will refuse, as far as that is certain
 * without evaluating: missing and unknown keys, wrong types, values and forms
 * of what stands there literally, and what else it says of an input.
 */
export function inputProblems(
  mission: MissionDefinition,
  known: KnownInputs,
): FoundProblem[] {
  const { spec } = mission;
  const checks = (
    list: readonly { check: string; input?: Record<string, unknown> }[],
    path: ProblemPath,
  ) =>
    list.flatMap(({ check, input }, index) =>
      checked(check, known.checks(check), input, [...path, index, 'input']),
    );
  const action = (
    { action: id, input }: { action: string; input?: Record<string, unknown> },
    path: ProblemPath,
  ) => checked(id, known.actions(id), input, [...path, 'input']);
  return [
    ...checks(spec.preflight, ['spec', 'preflight']),
    ...spec.steps.flatMap((step, index) => {
      const path: ProblemPath = ['spec', 'steps', index];
      return [
        ...action(step, path),
        ...(step.undo ? action(step.undo, [...path, 'undo']) : []),
        ...checks(step.verify ?? [], [...path, 'verify']),
      ];
    }),
    ...checks(spec.verify, ['spec', 'verify']),
    ...checks(spec.checks, ['spec', 'checks']),
  ];
}

function checked(
  id: string,
  facts: InputFacts | undefined,
  input: Record<string, unknown> | undefined,
  path: ProblemPath,
): FoundProblem[] {
  const schema = facts?.inputSchema;
  const found = [
    ...(schema ? walk(schema, schema, input ?? {}, path) : []),
    ...bareProblems(id, input, path),
  ];
  return [...found, ...faultProblems(facts, input ?? {}, path, found)];
}

function walk(
  root: JsonSchema,
  given: JsonSchema,
  value: unknown,
  path: ProblemPath,
): FoundProblem[] {
  const schema = resolve(root, given);
  if (isOpen(schema) || isExpression(value)) {
    return [];
  }
  const { type, enum: allowed } = schema;
  const where = pathText(path);
  if (typeof type === 'string' && !isOfType(value, type)) {
    return [
      problem(
        path,
        `${where} must be ${TYPES[type] ?? type}; found ${describeValue(
          value,
        )}`,
        `Change it to ${TYPES[type] ?? type}.`,
      ),
    ];
  }
  const isFilled = typeof value === 'string' && value.includes('${{');
  if (allowed && !isFilled && !allowed.includes(value)) {
    return [
      problem(
        path,
        `${where} must be one of ${allowed.join(', ')}; found ${describeValue(
          value,
        )}`,
        `Correct the value.${didYouMean(String(value), allowed.map(String))}`,
      ),
    ];
  }
  if (typeof value === 'string') {
    const form =
      schema.pattern === DURATION_PATTERN.source && formatWords('duration');
    return isFilled || fits(schema.pattern, value)
      ? []
      : [
          problem(
            path,
            `${where} must ${
              form ? `be ${form}` : `match ${schema.pattern}`
            }; found ${describeValue(value)}`,
            form
              ? `Change it to ${form}.`
              : `Correct the value.${hint(schema)}`,
          ),
        ];
  }
  if (Array.isArray(value)) {
    const { items } = schema;
    return items
      ? value.flatMap((item, index) =>
          walk(root, items, item, [...path, index]),
        )
      : [];
  }
  return typeof value === 'object' && value !== null
    ? walkObject(root, schema, value as Record<string, unknown>, path)
    : [];
}

function walkObject(
  root: JsonSchema,
  schema: JsonSchema,
  value: Record<string, unknown>,
  path: ProblemPath,
): FoundProblem[] {
  const { properties = {}, required = [], additionalProperties } = schema;
  const known = Object.keys(properties);
  const where = pathText(path);
  const missing = required
    .filter(name => !Object.hasOwn(value, name))
    .map(name =>
      problem(
        path,
        `${where} lacks "${name}"`,
        `Add ${name}.${hint(properties[name])}`,
      ),
    );
  const others = Object.entries(value).flatMap(([name, item]) => {
    if (Object.hasOwn(properties, name)) {
      return walk(root, properties[name], item, [...path, name]);
    }
    if (typeof additionalProperties === 'object') {
      return walk(root, additionalProperties, item, [...path, name]);
    }
    return additionalProperties === false && !schema.patternProperties
      ? [
          {
            ...problem(
              [...path, name],
              `"${name}" is not known at ${where}, expected one of ${known.join(
                ', ',
              )}`,
              `Remove or rename it.${didYouMean(name, known)}`,
            ),
            atKey: true,
          },
        ]
      : [];
  });
  return [...missing, ...others];
}

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case 'array':
      return Array.isArray(value);
    case 'object':
      return (
        typeof value === 'object' && value !== null && !Array.isArray(value)
      );
    case 'integer':
      return Number.isInteger(value);
    case 'null':
      return value === null;
    default:
      return typeof value === type;
  }
}

/** True also of a pattern that cannot be compared: that is left to the action. */
function fits(pattern: string | undefined, text: string): boolean {
  try {
    return (
      pattern === undefined ||
      withinTimeLimit(() => new RegExp(pattern).test(text))
    );
  } catch {
    return true;
  }
}

/** Says nothing certain: alternatives, or anything at all. */
function isOpen(schema: JsonSchema): boolean {
  return ['anyOf', 'oneOf', 'allOf', 'not', 'if'].some(key => key in schema);
}

/** Exactly one `${{ }}`: of any type. */
export function isExpression(value: unknown): boolean {
  return typeof value === 'string' && /^\s*\$\{\{[\s\S]*\}\}\s*$/.test(value);
}

/** What is said of an input, named as that: it need be neither a form nor an instruction. */
function hint(schema: JsonSchema | undefined): string {
  return schema?.description
    ? ` Its description: ${schema.description.replace(/\.$/, '')}.`
    : '';
}

function problem(
  path: ProblemPath,
  message: string,
  remedy: string,
): FoundProblem {
  return { code: 'ACTION_INPUT_INVALID', path, message, remedy };
}
