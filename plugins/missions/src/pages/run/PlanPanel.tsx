import { useState } from 'react';
import { Button } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Plan, Run } from '@mission-control/plugin-missions-common';
import { Panel, PlanView } from '@mission-control/plugin-missions-react';
import { PlanExport } from '../../shell/PlanExport';
import { missionsTranslationRef } from '../../translation';
import styles from './Run.module.css';

export interface PlanPanelProps {
  run: Run;
  plan: Plan;
}

/** The plan of a run about which nobody decides now; open where it is all there is. */
export function PlanPanel({ run, plan }: PlanPanelProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const [open, setOpen] = useState(run.planOnly);
  return (
    <Panel
      title={t('run.planTitle')}
      aside={plan.hash && <code>{plan.hash.slice(0, 12)}</code>}
      actions={
        <span className={styles.planActions}>
          <PlanExport runId={run.id} />
          <Button
            size="small"
            variant="tertiary"
            aria-expanded={open}
            onPress={() => setOpen(!open)}
          >
            {open ? t('run.planHide') : t('run.planShow')}
          </Button>
        </span>
      }
    >
      {open && (
        <PlanView
          plan={plan}
          incomplete={plan.targets.length < run.targetsDetail.length}
        />
      )}
    </Panel>
  );
}
