import type { PlanSummary } from '@mission-control/plugin-missions-common';
import styles from './PlanView.module.css';

const COUNTED = ['create', 'change', 'delete', 'deferred'] as const;
const MARKED = ['conflict', 'irreversible'] as const;

/** Props of {@link PlanSummaryLine}. @public */
export interface PlanSummaryLineProps {
  summary: PlanSummary;
}

/** The plan in numbers; conflicts and the irreversible only where there are some. @public */
export const PlanSummaryLine = ({ summary }: PlanSummaryLineProps) => (
  <ul className={styles.numbers} aria-label="The plan in numbers">
    {COUNTED.map(kind => (
      <li key={kind}>
        <b>{summary[kind]}</b> {kind}
      </li>
    ))}
    {MARKED.filter(kind => summary[kind] > 0).map(kind => (
      <li key={kind} data-mc-tone={kind === 'conflict' ? 'fail' : 'warn'}>
        <b>{summary[kind]}</b> {kind}
      </li>
    ))}
  </ul>
);
