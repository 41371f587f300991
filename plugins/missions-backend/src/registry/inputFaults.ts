import type { InputFault } from '@mission-control/plugin-missions-common';
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/**
 * What zod says of an input, each key that is not known by itself. Of
 * alternatives it is what the one that comes nearest says: "Invalid input"
 * helps nobody.
 */
export function inputFaults(issues: readonly Issue[]): InputFault[] {
  return issues.flatMap(issue => faultsAt(issue, []));
}

/**
 * What the schema of an action or check says of an input that nobody evaluated
 * yet: nothing, where a rule of its own cannot cope with an expression.
 */
export function faultsOf(schema: z.ZodType, input: unknown): InputFault[] {
  try {
    const { error } = schema.safeParse(input, { reportInput: true });
    return inputFaults(error?.issues ?? []);
  } catch {
    return [];
  }
}

function faultsAt(issue: Issue, above: InputFault['path']): InputFault[] {
  const path = [...above, ...(issue.path as InputFault['path'])];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(key => ({
      path: [...path, key],
      message: 'It is not known here',
    }));
  }
  const nearest =
    issue.code === 'invalid_union' ? nearestOf(issue.errors) : undefined;
  return nearest
    ? nearest.flatMap(inner => faultsAt(inner, path))
    : [
        {
          path,
          message: issue.message,
          // A rule over several keys tells of one of them.
          ...(issue.code === 'custom' && { judged: issue.input }),
        },
      ];
}

/** The alternative whose type fits; undefined if that is none, or several. */
function nearestOf(alternatives: readonly Issue[][]): Issue[] | undefined {
  const fitting = alternatives.filter(
    issues =>
      !issues.some(
        ({ code, path }) => code === 'invalid_type' && path.length === 0,
      ),
  );
  return fitting.length === 1 ? fitting[0] : undefined;
}
