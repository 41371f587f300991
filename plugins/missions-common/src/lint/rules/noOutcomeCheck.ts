import { proofSources, type ProofSource } from '../../format/proofSources';
import type { LintFinding, LintRule } from '../rule';

/** Success is what a machine checked. */
export const noOutcomeCheck: LintRule = {
  id: 'no-outcome-check',
  severity: 'error',
  demands:
    'A mission has a check of the outcome that is asked always: an orbit in `spec.checks`, every other in `spec.verify`. The runs that a sequence without clusters starts are its proof.',
  because:
    'A target succeeds only with a passing check; without one every run would end inconclusive. The check of a step does not count, because a later step may undo what it saw.',
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
  check: ({ mission: { spec }, actions }) => {
    const sources = proofSources(spec, spec.targets !== undefined);
    if (sources.length === 0) {
      return [{ path: ['spec'], message: 'No check looks at the outcome' }];
    }
    return sources.flatMap((source): LintFinding[] => {
      const asked =
        source === 'steps'
          ? spec.steps.filter(
              ({ action }) => actions?.get(action)?.effect !== 'read',
            )
          : spec[source];
      if (asked.length === 0) {
        return [
          {
            path: ['spec', 'steps'],
            message:
              'No step starts a run whose end could prove the outcome, so every run ends inconclusive',
            severity: 'warning',
          },
        ];
      }
      return asked.every(entry => entry.if !== undefined)
        ? [sometimes(source)]
        : [];
    });
  },
};

function sometimes(source: ProofSource): LintFinding {
  return {
    path: ['spec', source],
    message: `Every ${
      source === 'steps' ? 'step that starts a run' : 'check of the outcome'
    } has a condition; when all are false, nothing is proven`,
    severity: 'warning',
    remedy:
      source === 'steps'
        ? 'Let at least one of them start always, or add a check to spec.verify.'
        : 'Ask at least one of them always.',
  };
}
