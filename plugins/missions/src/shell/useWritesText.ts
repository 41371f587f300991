import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { PlanSummary } from '@mission-control/plugin-missions-common';
import { countChanges } from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../translation';

/** What plans write, together: `6 deletions, 1 change`. What deletes is never called a change. */
export function useWritesText() {
  const { t } = useTranslationRef(missionsTranslationRef);
  return (plans: readonly PlanSummary[]): string => {
    const all = plans.reduce((sum, plan) => sum + countChanges(plan), 0);
    const deleted = plans.reduce((sum, plan) => sum + plan.delete, 0);
    const parts = [
      ...(deleted > 0 ? [t('shell.deletions', { count: deleted })] : []),
      ...(all > deleted ? [t('shell.changes', { count: all - deleted })] : []),
    ];
    return parts.join(', ') || t('shell.emptyPlan');
  };
}
