import { didYouMean } from '../expressions/suggestion';
import { parameterProblems } from './parameterValidation';
import type { FoundProblem } from './problem';
import type { MissionDefinition } from './schema';
import { holdsSecret } from './secrets';

/** What is wrong with the values that the demo fills in. */
export function demoParameterProblems({
  spec,
}: MissionDefinition): FoundProblem[] {
  const properties = spec.parameters?.properties ?? {};
  return Object.entries(spec.demo?.parameters ?? {}).flatMap(
    ([name, value]): FoundProblem[] => {
      const problem = {
        code: 'MISSION_INVALID' as const,
        path: ['spec', 'demo', 'parameters', name],
      };
      if (!Object.hasOwn(properties, name)) {
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
