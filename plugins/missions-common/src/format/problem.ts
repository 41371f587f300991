import type { MissionProblem } from '../schema/openapi';

/** A path inside a mission file. @public */
export type ProblemPath = readonly (string | number)[];

/** Code of a problem: of the error catalogue, or `lint/<rule>`. @public */
export type MissionProblemCode =
  | 'MISSION_INVALID'
  | 'PAYLOAD_TOO_LARGE'
  | 'EXPRESSION_FAILED'
  | 'ACTION_UNKNOWN'
  | 'CHECK_UNKNOWN'
  | 'ACTION_INPUT_INVALID'
  | `lint/${string}`;

/**
 * One thing that is wrong with a mission file: what was expected, what was
 * found, where, and how to repair it. It is a MissionProblem of the API.
 * @public
 */
export interface MissionFileProblem extends MissionProblem {
  code: MissionProblemCode;
  severity: 'error' | 'warning';
  /** A pin that a draft still has to close. */
  openPoint?: boolean;
}

/** A problem before it has a place in the text. @public */
export interface FoundProblem {
  readonly code: MissionProblemCode;
  readonly message: string;
  readonly remedy?: string;
  readonly severity?: 'error' | 'warning';
  readonly openPoint?: boolean;
  readonly path: ProblemPath;
  /** The key is meant, not its value. */
  readonly atKey?: boolean;
  /** A text inside the value, and the character of it that is meant. */
  readonly within?: { readonly text: string; readonly offset: number };
}

/** `spec.steps[2].input["a.b"]` for a path. @public */
export function pathText(path: ProblemPath): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') {
        return `[${part}]`;
      }
      if (!/^[A-Za-z_][\w:-]*$/.test(part)) {
        return `[${JSON.stringify(part)}]`;
      }
      return index === 0 ? part : `.${part}`;
    })
    .join('');
}

/** The value at a path, or undefined. */
export function valueAt(root: unknown, path: ProblemPath): unknown {
  let value = root;
  for (const part of path) {
    if (
      typeof value !== 'object' ||
      value === null ||
      !Object.hasOwn(value, part)
    ) {
      return undefined;
    }
    value = (value as Record<string | number, unknown>)[part];
  }
  return value;
}

/** A value in a message: its kind, and the value when it is short. */
export function describeValue(value: unknown): string {
  if (value === undefined) {
    return 'nothing';
  }
  if (value === null) {
    return 'null';
  }
  if (Array.isArray(value)) {
    return `a list of ${value.length}`;
  }
  if (typeof value === 'object') {
    return 'a map';
  }
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
