import type { LintRule } from '../rule';

/** Success is what a machine checked. */
export const noOutcomeCheck: LintRule = {
  id: 'no-outcome-check',
  severity: 'error',
  demands:
    'An install and a fix have at least one check of the outcome, in `spec.verify` or in `verify` of a step, and one of them is asked always.',
  because:
    'A target succeeds only with a passing check; without one every run would end inconclusive.',
  remedy:
    'Add to spec.verify a check that asks the product itself, such as kubernetes:endpoint or kubernetes:ready.',
  bad: `type: install
steps:
  - { id: apply, action: kubernetes:apply, input: { objects: [] } }`,
  good: `type: install
steps:
  - { id: apply, action: kubernetes:apply, input: { objects: [] } }
verify:
  - id: answers
    check: kubernetes:endpoint
    input: { namespace: web, service: web, port: 80, path: /, expect: { status: 200 } }`,
  check: ({ mission: { spec } }) => {
    if (spec.type !== 'install' && spec.type !== 'fix') {
      return [];
    }
    const always = [
      ...spec.verify.filter(check => !check.if),
      ...spec.steps
        .filter(step => !step.if)
        .flatMap(step => (step.verify ?? []).filter(check => !check.if)),
    ];
    if (always.length > 0) {
      return [];
    }
    const some =
      spec.verify.length > 0 ||
      spec.steps.some(step => (step.verify ?? []).length > 0);
    return [
      some
        ? {
            path: ['spec', 'verify'],
            message:
              'Every check of the outcome has a condition; when all are false, nothing is proven',
            severity: 'warning' as const,
            remedy: 'Ask at least one of them always.',
          }
        : { path: ['spec'], message: 'No check looks at the outcome' },
    ];
  },
};
