import type { ProblemPath } from '../format/problem';
import type { MissionDefinition } from '../format/schema';

/** A value inside an input of a mission. */
export interface InputValue {
  readonly path: ProblemPath;
  /** Key of the closest map. */
  readonly key: string;
  readonly value: unknown;
}

/** Every value inside the inputs of steps (their undo too) and checks. */
export function inputValues(mission: MissionDefinition): InputValue[] {
  const { spec } = mission;
  const roots: [ProblemPath, unknown][] = [
    ...spec.steps.flatMap((step, index): [ProblemPath, unknown][] => [
      [['spec', 'steps', index, 'input'], step.input],
      [['spec', 'steps', index, 'undo', 'input'], step.undo?.input],
      ...(step.verify ?? []).map((check, at): [ProblemPath, unknown] => [
        ['spec', 'steps', index, 'verify', at, 'input'],
        check.input,
      ]),
    ]),
    ...(['preflight', 'verify', 'checks'] as const).flatMap(list =>
      spec[list].map((check, index): [ProblemPath, unknown] => [
        ['spec', list, index, 'input'],
        check.input,
      ]),
    ),
  ];
  return roots.flatMap(([path, value]) => valuesUnder(value, path, 'input'));
}

/** A value and everything in it. */
export function valuesUnder(
  value: unknown,
  path: ProblemPath,
  key = '',
): InputValue[] {
  const own = { path, key, value };
  if (Array.isArray(value)) {
    return [
      own,
      ...value.flatMap((item, index) =>
        valuesUnder(item, [...path, index], key),
      ),
    ];
  }
  if (isMap(value)) {
    return [
      own,
      ...Object.entries(value).flatMap(([name, item]) =>
        valuesUnder(item, [...path, name], name),
      ),
    ];
  }
  return value === undefined ? [] : [own];
}

/** Whether a value is a JSON object. */
export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
