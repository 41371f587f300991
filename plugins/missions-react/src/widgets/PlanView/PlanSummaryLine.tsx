import type { PlanSummary } from '@mission-control/plugin-missions-common';
import { useStateWords, useText } from '../../text';
import styles from './PlanView.module.css';

const COUNTED = ['create', 'change', 'delete', 'deferred'] as const;
const MARKED = ['conflict', 'irreversible'] as const;

/** Props of {@link PlanSummaryLine}. @public */
export interface PlanSummaryLineProps {
  summary: PlanSummary;
}

/** The plan in numbers; conflicts and the irreversible only where there are some. @public */
export const PlanSummaryLine = ({ summary }: PlanSummaryLineProps) => {
  const t = useText();
  const words = useStateWords();
  return (
    <ul className={styles.numbers} aria-label={t('plan.numbers')}>
      {COUNTED.map(kind => (
        <li key={kind}>
          <b>{summary[kind]}</b> {words.change(kind)}
        </li>
      ))}
      {MARKED.filter(kind => summary[kind] > 0).map(kind => (
        <li key={kind} data-mc-tone={kind === 'conflict' ? 'fail' : 'warn'}>
          <b>{summary[kind]}</b>{' '}
          {kind === 'conflict' ? words.change(kind) : t('plan.irreversible')}
        </li>
      ))}
    </ul>
  );
};
