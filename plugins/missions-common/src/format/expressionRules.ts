import {
  compileExpression,
  compileTemplate,
  type CompiledExpression,
} from '../expressions/compile';
import { findNameFault, type AllowedNames } from '../expressions/names';
import type { MissionCheckSpec } from './checkSchema';
import { isExpression } from './inputRules';
import {
  describeValue,
  pathText,
  type FoundProblem,
  type ProblemPath,
} from './problem';
import { readableSteps, type StepPlace } from './readableSteps';
import type { MissionDefinition } from './schema';

/** Every expression of a mission: its syntax, and the names that it reads. */
export function expressionProblems(mission: MissionDefinition): FoundProblem[] {
  const { spec } = mission;
  const parameters = new Set(Object.keys(spec.parameters?.properties ?? {}));
  const readable = readableSteps(mission);
  const names = (place: StepPlace, each: boolean = false): AllowedNames => ({
    parameters,
    ...readable(place),
    each,
  });
  const checks = (
    list: readonly MissionCheckSpec[],
    path: ProblemPath,
    allowed: AllowedNames,
  ) =>
    list.flatMap((check, index) =>
      checkProblems(check, [...path, index], allowed),
    );

  return [
    ...checks(
      spec.preflight,
      ['spec', 'preflight'],
      names({ kind: 'preflight' }),
    ),
    ...spec.steps.flatMap((step, index) => {
      const path: ProblemPath = ['spec', 'steps', index];
      const each = step.each !== undefined;
      const place = { kind: 'step', index, ended: false } as const;
      const before = names(place, each);
      const after = names({ ...place, ended: true }, each);
      return [
        ...conditionProblems(step.if, [...path, 'if'], before),
        ...eachProblems(step.each, [...path, 'each'], names(place)),
        ...templateProblems(step.input, [...path, 'input'], before),
        ...templateProblems(
          step.undo?.input,
          [...path, 'undo', 'input'],
          after,
        ),
        ...checks(step.verify ?? [], [...path, 'verify'], after),
      ];
    }),
    ...checks(spec.verify, ['spec', 'verify'], names({ kind: 'outcome' })),
    ...checks(spec.checks, ['spec', 'checks'], names({ kind: 'outcome' })),
  ];
}

function checkProblems(
  check: MissionCheckSpec,
  path: ProblemPath,
  allowed: AllowedNames,
): FoundProblem[] {
  return [
    ...conditionProblems(check.if, [...path, 'if'], allowed),
    ...templateProblems(check.input, [...path, 'input'], allowed),
    ...templateProblems(
      check.remedy?.parameters,
      [...path, 'remedy', 'parameters'],
      allowed,
    ),
  ];
}

function conditionProblems(
  condition: string | undefined,
  path: ProblemPath,
  allowed: AllowedNames,
): FoundProblem[] {
  if (typeof condition !== 'string') {
    return [];
  }
  if (condition.includes('${{')) {
    return [
      {
        code: 'EXPRESSION_FAILED',
        path,
        message: 'A condition is a bare expression; found ${{ }}',
        remedy: 'Leave ${{ and }} out.',
      },
    ];
  }
  const result = compileExpression(condition);
  if ('fault' in result) {
    return [syntaxProblem(condition, result.fault, path)];
  }
  if (result.ok.type !== 'bool' && result.ok.type !== 'dyn') {
    return [
      {
        code: 'EXPRESSION_FAILED',
        path,
        message: `The condition "${condition}" yields ${result.ok.type}, expected true or false`,
        remedy: 'Compare it with something.',
      },
    ];
  }
  return nameProblems(result.ok, condition, 0, path, allowed);
}

function eachProblems(
  each: unknown,
  path: ProblemPath,
  allowed: AllowedNames,
): FoundProblem[] {
  return typeof each !== 'string' || isExpression(each)
    ? templateProblems(each, path, allowed)
    : [
        {
          code: 'MISSION_INVALID',
          path,
          message: `${pathText(
            path,
          )} must be a list, a map, or one \${{ }} that yields one; found ${describeValue(
            each,
          )}`,
          remedy: 'Put the expression between ${{ and }}.',
        },
      ];
}

function templateProblems(
  value: unknown,
  path: ProblemPath,
  allowed: AllowedNames,
): FoundProblem[] {
  if (typeof value === 'string') {
    return value.includes('${{') ? textProblems(value, path, allowed) : [];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, index) =>
      templateProblems(item, [...path, index], allowed),
    );
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, item]): FoundProblem[] =>
      key.includes('${{')
        ? [
            {
              code: 'EXPRESSION_FAILED',
              path: [...path, key],
              atKey: true,
              message: `The key "${key}" holds an expression; only values are evaluated`,
              remedy:
                'Build the map with one expression, such as ${{ {parameters.key: "value"} }}.',
            },
          ]
        : templateProblems(item, [...path, key], allowed),
    );
  }
  return [];
}

function textProblems(
  text: string,
  path: ProblemPath,
  allowed: AllowedNames,
): FoundProblem[] {
  const result = compileTemplate(text);
  if ('fault' in result) {
    return [syntaxProblem(text, result.fault, path)];
  }
  return result.ok.parts.flatMap(part =>
    part.kind === 'expression'
      ? nameProblems(part.compiled, text, part.offset, path, allowed)
      : [],
  );
}

function syntaxProblem(
  text: string,
  fault: { message: string; offset: number },
  path: ProblemPath,
): FoundProblem {
  return {
    code: 'EXPRESSION_FAILED',
    path,
    within: { text, offset: fault.offset },
    message: `The expression in "${excerpt(text)}" cannot be read: ${
      fault.message
    }`,
    remedy: 'Correct the CEL at this place.',
  };
}

function nameProblems(
  compiled: CompiledExpression,
  text: string,
  offset: number,
  path: ProblemPath,
  allowed: AllowedNames,
): FoundProblem[] {
  const fault = findNameFault(compiled.references, allowed);
  return fault
    ? [
        {
          code: 'EXPRESSION_FAILED',
          path,
          within: { text, offset: offset + fault.offset },
          message: `In "${excerpt(compiled.source)}": ${fault.message}`,
          remedy: fault.remedy,
        },
      ]
    : [];
}

function excerpt(text: string): string {
  return text.length > 100 ? `${text.slice(0, 97)}…` : text;
}
