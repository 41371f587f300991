import type { Plan } from '@mission-control/plugin-missions-common';
import { useStateWords, useText } from '../../text';
import { missionsInWords, plannedMissions } from './plannedMission';
import styles from './PlanView.module.css';

const COUNTED = ['create', 'change', 'delete', 'deferred'] as const;
const MARKED = ['conflict', 'irreversible'] as const;

/** Props of {@link PlanSummaryLine}. @public */
export interface PlanSummaryLineProps {
  plan: Pick<Plan, 'summary' | 'targets'>;
}

/**
 * The plan in numbers; conflicts and the irreversible only where there are some.
 * Where missions are started, a plan that changes nothing else has no other number.
 * @public
 */
export const PlanSummaryLine = ({ plan }: PlanSummaryLineProps) => {
  const t = useText();
  const words = useStateWords();
  const missions = plannedMissions(
    plan.targets.flatMap(({ changes }) => changes),
  );
  // What is outside a cluster is counted as changed, so missions are too.
  const summary = {
    ...plan.summary,
    change: plan.summary.change - missions.length,
  };
  const counted = COUNTED.filter(
    kind => missions.length === 0 || summary[kind] > 0,
  );
  return (
    <ul className={styles.numbers} aria-label={t('plan.numbers')}>
      {missionsInWords(t, missions).map(part => (
        <li key={part}>{part}</li>
      ))}
      {counted.map(kind => (
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
