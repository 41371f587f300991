import { didYouMean } from '../expressions/suggestion';
import { isCertain } from './lenientParameters';
import { parameterProblems } from './parameterValidation';
import type { FoundProblem } from './problem';
import type { RefusedParts } from './refusedParts';
import type { MissionDefinition } from './schema';
import { holdsSecret } from './secrets';

/** What is wrong with the values that the demo fills in. */
export function demoParameterProblems(
  { spec }: MissionDefinition,
  refused: RefusedParts,
): FoundProblem[] {
  const declared = ['spec', 'parameters', 'properties'];
  const properties = spec.parameters?.properties ?? {};
  return Object.entries(spec.demo?.parameters ?? {}).flatMap(
    ([name, value]): FoundProblem[] => {
      const problem = {
        code: 'MISSION_INVALID' as const,
        path: ['spec', 'demo', 'parameters', name],
      };
      if (!Object.hasOwn(properties, name)) {
        if (refused.has(declared)) {
          return [];
        }
        return [
          {
            ...problem,
            atKey: true,
            message: `Parameter "${name}" is not declared by the mission`,
            remedy: `Declare it in spec.parameters, or remove or rename it.${didYouMean(
              name,
              Object.keys(properties),
            )}`,
          },
        ];
      }
      if (holdsSecret(properties[name])) {
        return [
          {
            ...problem,
            atKey: true,
            message: `Parameter "${name}" is secret, and a secret in a file is none`,
            remedy: 'Remove it; whoever starts the mission fills it in.',
          },
        ];
      }
      if (!isCertain([...declared, name], refused)) {
        return [];
      }
      return parameterProblems(properties[name], value, name).map(
        ({ message }) => ({
          ...problem,
          message,
          remedy: `Change the value, or the rule in spec.parameters.properties.${name}.`,
        }),
      );
    },
  );
}
