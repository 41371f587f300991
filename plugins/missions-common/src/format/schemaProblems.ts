import type { z } from 'zod';
import { didYouMean } from '../expressions/suggestion';
import {
  describeValue,
  pathText,
  valueAt,
  type FoundProblem,
  type ProblemPath,
} from './problem';

type Issue = z.core.$ZodIssue;

/** Issues, and unknown keys of one map, that become problems: fewer are listed. */
const MAX_ISSUES = 500;

/** What people call the types of zod. */
const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
  null: 'null',
};

/**
 * Problems for the issues of the schema: what was expected, what was found,
 * and which key was probably meant. `knownKeys` lists the keys at a path.
 */
export function schemaProblems(
  issues: readonly Issue[],
  root: unknown,
  knownKeys: (path: ProblemPath) => readonly string[],
): FoundProblem[] {
  return issues
    .slice(0, MAX_ISSUES)
    .flatMap(issue => fromIssue(issue, [], root, knownKeys));
}

function fromIssue(
  issue: Issue,
  prefix: ProblemPath,
  root: unknown,
  knownKeys: (path: ProblemPath) => readonly string[],
): FoundProblem[] {
  const path = [...prefix, ...(issue.path as (string | number)[])];
  const found = valueAt(root, path);
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(path);
    return issue.keys
      .slice(0, MAX_ISSUES)
      .map(key => unknownKey(key, path, known));
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const branch = closestBranch(issue.errors as Issue[][]);
    return branch.flatMap(inner => fromIssue(inner, path, root, knownKeys));
  }
  if (issue.code === 'invalid_key') {
    const key = String(path[path.length - 1]);
    return [
      {
        code: 'MISSION_INVALID',
        message: `The name "${key}" at ${pathText(
          path.slice(0, -1),
        )} is not allowed, expected ${
          issue.issues[0]?.message ?? 'another name'
        }`,
        remedy: 'Rename it.',
        path,
        atKey: true,
      },
    ];
  }
  const expected = expectation(issue);
  const missing = found === undefined && path.length > 0;
  return [
    {
      code: 'MISSION_INVALID',
      message: missing
        ? `${pathText(path)} is missing, expected ${expected}`
        : `${
            pathText(path) || 'The file'
          } must be ${expected}; found ${describeValue(found)}`,
      remedy: missing
        ? `Add ${String(path[path.length - 1])}.`
        : `Change it to ${expected}.`,
      path,
    },
  ];
}

function unknownKey(
  key: string,
  path: ProblemPath,
  known: readonly string[],
): FoundProblem {
  const where = pathText(path) || 'the mission';
  return {
    code: 'MISSION_INVALID',
    message: `"${key}" is not known at ${where}${
      known.length > 0 ? `, expected one of ${known.join(', ')}` : ''
    }`,
    remedy: `Remove or rename it.${didYouMean(key, known)}`,
    path: [...path, key],
    atKey: true,
  };
}

/** The branch of a union that went furthest: its mistakes are the likely ones. */
function closestBranch(branches: Issue[][]): Issue[] {
  const [best] = [...branches].sort((a, b) => score(b) - score(a));
  return best;
}

function score(issues: Issue[]): number {
  const wrongType = issues.some(
    issue => issue.path.length === 0 && issue.code === 'invalid_type',
  );
  return wrongType ? -1 : Math.max(0, ...issues.map(i => i.path.length));
}

function expectation(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return TYPE_NAMES[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return issue.values.length === 1
        ? JSON.stringify(issue.values[0])
        : `one of ${issue.values.join(', ')}`;
    case 'too_small':
      return `${bound(issue.origin, 'at least', Number(issue.minimum))}`;
    case 'too_big':
      return `${bound(issue.origin, 'at most', Number(issue.maximum))}`;
    default:
      return issue.message;
  }
}

function bound(origin: string, word: string, limit: number): string {
  const units: Readonly<Record<string, string>> = {
    string: 'a text of',
    array: 'a list of',
    record: 'a map of',
  };
  const things: Readonly<Record<string, string>> = {
    string: ' characters',
    array: ' entries',
    record: ' entries',
  };
  return `${units[origin] ?? 'a number of'} ${word} ${limit}${
    things[origin] ?? ''
  }`;
}
