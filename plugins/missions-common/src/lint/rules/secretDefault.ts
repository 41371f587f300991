import { holdsSecret } from '../../format/secrets';
import type { ParameterSchema } from '../../format/parameterSchema';
import type { ProblemPath } from '../../format/problem';
import type { LintFinding, LintRule } from '../rule';

/** A mission is read by many: what stands in it is no secret. */
export const secretDefault: LintRule = {
  id: 'secret-default',
  severity: 'error',
  demands: 'A secret parameter has no default.',
  because:
    'The text of a mission is shown to everybody who may see it and lies in a repository; a default would also be the same secret on every cluster.',
  remedy:
    'Remove the default and name the parameter under required, or let the mission go without it: a parameter without a value is null.',
  bad: `parameters:
  properties:
    token: { type: string, secret: true, default: change-me }`,
  good: `parameters:
  required: [token]
  properties:
    token: { type: string, secret: true }`,
  check: ({ mission: { spec } }) =>
    Object.entries(spec.parameters?.properties ?? {}).flatMap(
      ([name, property]) =>
        defaultsOf(property, ['spec', 'parameters', 'properties', name]),
    ),
};

/** Defaults of a parameter and its parts that give a secret a value. */
function defaultsOf(
  property: ParameterSchema,
  path: ProblemPath,
): LintFinding[] {
  if (property.default !== undefined && holdsSecret(property)) {
    const name = path.at(-1);
    return [
      {
        path: [...path, 'default'],
        message: `The secret parameter "${name}" has a default`,
      },
    ];
  }
  return [
    ...Object.entries(property.properties ?? {}).flatMap(([name, part]) =>
      defaultsOf(part, [...path, 'properties', name]),
    ),
    ...(property.items ? defaultsOf(property.items, [...path, 'items']) : []),
  ];
}
