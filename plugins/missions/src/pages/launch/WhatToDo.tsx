import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  CheckResult,
  Fitness,
} from '@mission-control/plugin-missions-common';
import { missionsTranslationRef } from '../../translation';
import type { ClusterRow } from './ClusterRow';
import styles from './Launch.module.css';

export interface WhatToDoProps {
  cluster: ClusterRow;
  /** Absent while it was not checked. */
  answer?: Fitness;
  /** What is wrong with a cluster that nobody chose takes one line. */
  chosen: boolean;
}

/** What is wrong with the cluster itself, and the worst of its checks. */
export function WhatToDo({ cluster, answer, chosen }: WhatToDoProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const { problem } = cluster;
  if (problem && !chosen) {
    return (
      <details className={styles.problem}>
        <summary>{problem.message}</summary>
        {problem.remedy}
      </details>
    );
  }
  const told = new Set([
    ...(problem ? [sentences(problem)] : []),
    ...worstChecks(answer?.checks ?? []).map(check =>
      sentences({ ...check, remedy: check.remedy?.text }),
    ),
  ]);
  if (told.size === 0 && !cluster.writable) {
    told.add(t('launch.readOnly', { reason: cluster.notWritableReason ?? '' }));
  }
  return (
    <>
      {[...told].map(text => (
        <div key={text}>{text}</div>
      ))}
    </>
  );
}

/** A message that is no whole sentence gets its end where another follows. */
function sentences(problem: { message: string; remedy?: string }): string {
  const { message, remedy } = problem;
  if (!remedy) {
    return message;
  }
  return `${message}${/[.!?]$/.test(message) ? '' : '.'} ${remedy}`;
}

/** All that fail; else all that are unknown; else all that warn. */
function worstChecks(checks: readonly CheckResult[]): CheckResult[] {
  return (
    (['fail', 'unknown', 'warn'] as const)
      .map(status => checks.filter(check => check.status === status))
      .find(found => found.length > 0) ?? []
  );
}
