import { compileExpression } from '../../expressions/compile';
import type { ProblemPath } from '../../format/problem';
import type { LintFinding, LintRule } from '../rule';
import { isMap } from '../walk';

/** Expectations that every answer fulfils. */
const ALWAYS_TRUE = [
  /^size\s*\(.*\)\s*>=\s*0$/,
  /^size\s*\(.*\)\s*>\s*-\s*\d+$/,
  /\|\|\s*true$/,
  /^true\s*\|\|/,
  /^([\w.]+)\s*==\s*\1$/,
];

/** A check that cannot fail proves nothing. */
export const verifyCannotFail: LintRule = {
  id: 'verify-cannot-fail',
  severity: 'error',
  demands: 'A check of the outcome can fail.',
  because:
    'An expectation that is always true makes every run green, whatever the cluster does.',
  remedy: 'Expect something that only the wanted outcome has.',
  bad: `verify:
  - id: replicas
    check: kubernetes:object
    input: { object: { apiVersion: apps/v1, kind: Deployment, name: web }, expect: 'true' }`,
  good: `verify:
  - id: replicas
    check: kubernetes:object
    input: { object: { apiVersion: apps/v1, kind: Deployment, name: web }, expect: object.status.readyReplicas >= 2 }`,
  check: ({ mission: { spec } }) => [
    ...spec.verify.flatMap((check, index) =>
      checkFindings(check, ['spec', 'verify', index]),
    ),
    ...spec.steps.flatMap((step, index) =>
      (step.verify ?? []).flatMap((check, at) =>
        checkFindings(check, ['spec', 'steps', index, 'verify', at]),
      ),
    ),
  ],
};

function checkFindings(
  check: { if?: string; input?: Record<string, unknown> },
  path: ProblemPath,
): LintFinding[] {
  const findings: LintFinding[] = [];
  if (check.if !== undefined && isConstant(check.if)) {
    findings.push({
      path: [...path, 'if'],
      message: `The condition "${check.if}" always yields the same, so that the check is asked always or never`,
      remedy: 'Remove the condition, or make it depend on a parameter.',
    });
  }
  const expect = check.input?.expect;
  const at = [...path, 'input', 'expect'];
  if (expect === true) {
    findings.push({
      path: at,
      message: 'The expectation is true, whatever the answer',
    });
  }
  if (isMap(expect) && Object.keys(expect).length === 0) {
    findings.push({ path: at, message: 'The expectation is empty' });
  }
  const expressions: [ProblemPath, unknown][] = isMap(expect)
    ? [[[...at, 'json'], expect.json]]
    : [[at, expect]];
  for (const [place, expression] of expressions) {
    if (typeof expression === 'string' && cannotFail(expression)) {
      findings.push({
        path: place,
        message: `The expectation "${expression}" does not depend on the answer`,
      });
    }
  }
  return findings;
}

function cannotFail(expression: string): boolean {
  const text = expression.trim();
  return ALWAYS_TRUE.some(pattern => pattern.test(text)) || isConstant(text);
}

/** A bool without any name in it; plain words are names and so are not. */
function isConstant(expression: string): boolean {
  const result = compileExpression(expression);
  return 'ok' in result && result.ok.constant && result.ok.type === 'bool';
}
