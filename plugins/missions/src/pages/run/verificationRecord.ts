import type { Run } from '@mission-control/plugin-missions-common';
import type { OutcomeFacts } from './outcomeFacts';

/**
 * What the maintainers of a mission may add below `spec.verification` of its
 * file, as YAML: who saw it work, when, and where to read of it. Undefined where
 * a run is no such proof: nothing or not everything was checked, a person
 * skipped a step that failed, the clusters are simulated, it was taken back, or
 * it only looked, planned or took back itself.
 */
export function verificationRecord(
  run: Pick<Run, 'demo' | 'finishedAt' | 'undoneBy'>,
  facts: Pick<OutcomeFacts, 'verb' | 'done' | 'others' | 'passed' | 'skipped'>,
  { by, reference }: { by: string; reference: string },
): string | undefined {
  const { verb, done, others, passed, skipped } = facts;
  const isProof =
    (verb === 'install' || verb === 'fix') &&
    done.length > 0 &&
    others.length === 0 &&
    passed > 0 &&
    skipped === 0 &&
    !run.demo &&
    !run.undoneBy;
  return isProof && run.finishedAt
    ? [
        `- by: ${JSON.stringify(by)}`,
        '  role: community',
        `  date: '${run.finishedAt.toISOString().slice(0, 10)}'`,
        `  reference: ${JSON.stringify(reference)}`,
        '',
      ].join('\n')
    : undefined;
}
