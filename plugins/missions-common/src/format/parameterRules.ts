import { didYouMean } from '../expressions/suggestion';
import { isCertain } from './lenientParameters';
import type { ParameterSchema } from './parameterSchema';
import { parameterProblems } from './parameterValidation';
import type { FoundProblem, ProblemPath } from './problem';
import type { RefusedParts } from './refusedParts';
import type { MissionDefinition } from './schema';
import { SHORTEST_SECRET } from './secrets';

/** Keywords that say something only about some types. */
const ONLY_FOR: Readonly<Record<string, readonly string[]>> = {
  pattern: ['string'],
  format: ['string'],
  minLength: ['string'],
  maxLength: ['string'],
  secret: ['string'],
  minimum: ['integer', 'number'],
  maximum: ['integer', 'number'],
  exclusiveMinimum: ['integer', 'number'],
  exclusiveMaximum: ['integer', 'number'],
  multipleOf: ['integer', 'number'],
  items: ['array'],
  minItems: ['array'],
  maxItems: ['array'],
  uniqueItems: ['array'],
  properties: ['object'],
  required: ['object'],
  additionalProperties: ['object'],
};

const RANGES = [
  ['minimum', 'maximum'],
  ['minLength', 'maxLength'],
  ['minItems', 'maxItems'],
] as const;

/** What is wrong with the declarations of parameters. */
export function parameterDeclarationProblems(
  mission: MissionDefinition,
  refused: RefusedParts,
): FoundProblem[] {
  const { parameters } = mission.spec;
  if (!parameters) {
    return [];
  }
  const path: ProblemPath = ['spec', 'parameters'];
  return [
    ...requiredProblems(
      parameters.required,
      parameters.properties,
      path,
      refused,
    ),
    ...propertyProblems(parameters.properties, path, refused),
  ];
}

function propertyProblems(
  properties: Record<string, ParameterSchema>,
  path: ProblemPath,
  refused: RefusedParts,
): FoundProblem[] {
  return Object.entries(properties).flatMap(([name, schema]) =>
    declarationProblems(schema, name, [...path, 'properties', name], refused),
  );
}

function declarationProblems(
  schema: ParameterSchema,
  name: string,
  path: ProblemPath,
  refused: RefusedParts,
): FoundProblem[] {
  const problems: FoundProblem[] = [];
  const report = (key: string, message: string, remedy: string) =>
    problems.push({
      code: 'MISSION_INVALID',
      path: [...path, key],
      message,
      remedy,
    });
  for (const [key, types] of Object.entries(ONLY_FOR)) {
    if (
      Object.hasOwn(schema, key) &&
      !types.includes(schema.type) &&
      !refused.has([...path, 'type'])
    ) {
      report(
        key,
        `"${key}" says nothing about a parameter of type ${schema.type}`,
        `Remove it, or make the type ${types.join(' or ')}.`,
      );
    }
  }
  for (const [least, most] of RANGES) {
    const [low, high] = [schema[least], schema[most]];
    if (low !== undefined && high !== undefined && low > high) {
      report(
        least,
        `${least} is ${low} and ${most} is ${high}`,
        `Make ${least} the smaller one.`,
      );
    }
  }
  if (
    schema.secret &&
    (schema.maxLength ?? SHORTEST_SECRET) < SHORTEST_SECRET
  ) {
    report(
      'maxLength',
      `The secret "${name}" has at most ${schema.maxLength} characters; shorter than ${SHORTEST_SECRET} cannot be hidden`,
      `Make maxLength at least ${SHORTEST_SECRET}, or the parameter no secret.`,
    );
  }
  const patternFault = patternProblem(schema.pattern);
  if (patternFault) {
    report(
      'pattern',
      `The pattern of "${name}" is not a regular expression: ${patternFault}`,
      'Correct it; JavaScript syntax with the u flag.',
    );
  }
  if (isCertain(path, refused)) {
    const rule = patternFault ? { ...schema, pattern: undefined } : schema;
    for (const [key, values] of givenValues(schema)) {
      for (const value of values) {
        const [fault] = parameterProblems(
          key === 'enum' ? { ...rule, enum: undefined } : rule,
          value,
          name,
        );
        if (fault) {
          report(
            key,
            `The ${key} breaks its own rule: ${fault.message}`,
            `Change the ${key} or the rule.`,
          );
        }
      }
    }
  }
  if (schema.required && schema.properties) {
    problems.push(
      ...requiredProblems(schema.required, schema.properties, path, refused),
    );
  }
  return [
    ...problems,
    ...(schema.items
      ? declarationProblems(
          schema.items,
          `${name}[]`,
          [...path, 'items'],
          refused,
        )
      : []),
    ...propertyProblems(schema.properties ?? {}, path, refused),
  ];
}

function givenValues(schema: ParameterSchema): [string, unknown[]][] {
  return [
    ['default', schema.default === undefined ? [] : [schema.default]],
    ['enum', schema.enum ?? []],
    ['examples', schema.examples ?? []],
  ];
}

function requiredProblems(
  required: readonly string[] | undefined,
  properties: Record<string, unknown>,
  path: ProblemPath,
  refused: RefusedParts,
): FoundProblem[] {
  if (refused.has([...path, 'properties'])) {
    return [];
  }
  return (required ?? []).flatMap((name, index): FoundProblem[] =>
    Object.hasOwn(properties, name) || refused.has([...path, 'required', index])
      ? []
      : [
          {
            code: 'MISSION_INVALID',
            path: [...path, 'required', index],
            message: `"${name}" is required, and not declared in properties`,
            remedy: `Declare it, or correct the name.${didYouMean(
              name,
              Object.keys(properties),
            )}`,
          },
        ],
  );
}

function patternProblem(pattern: string | undefined): string | undefined {
  if (pattern === undefined) {
    return undefined;
  }
  try {
    return RegExp(pattern, 'u') ? undefined : 'empty';
  } catch (error) {
    return (error as Error).message;
  }
}
