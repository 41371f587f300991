import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { PlanSummary } from '@mission-control/plugin-missions-common';
import { countChanges } from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';

/** What plans write, together: deletions by their name, where there is nothing else. */
export function useWritesText() {
  const { t } = useTranslationRef(missionsTranslationRef);
  return (plans: readonly PlanSummary[]): string => {
    const count = plans.reduce((sum, plan) => sum + countChanges(plan), 0);
    if (count === 0) {
      return t('run.emptyPlan');
    }
    const deleted = plans.reduce((sum, plan) => sum + plan.delete, 0);
    return t(deleted === count ? 'run.deletions' : 'run.changes', { count });
  };
}
