import { useState } from 'react';
import { Button } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  RunState,
  unplannedStates,
  type Plan,
  type Run,
} from '@mission-control/plugin-missions-common';
import {
  Panel,
  PlanView,
  StatusMark,
} from '@mission-control/plugin-missions-react';
import { PlanExport } from '../../shell/PlanExport';
import { missionsTranslationRef } from '../../translation';
import styles from './Run.module.css';

export interface PlanPanelProps {
  run: Run;
  plan: Plan;
  /** A part that changed or became known since is asked for beside it. */
  besideAsked?: boolean;
}

/** The plan of a run, which nobody is asked about as a whole now; open where it is all there is. */
export function PlanPanel({ run, plan, besideAsked }: PlanPanelProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const [open, setOpen] = useState(run.planOnly);
  // A part of a plan is not shown as the plan.
  const isPlanning =
    unplannedStates.includes(run.state) && run.state !== RunState.blocked;
  return (
    <Panel
      title={t(besideAsked ? 'run.planWholeTitle' : 'run.planTitle')}
      aside={plan.hash && <code>{plan.hash.slice(0, 12)}</code>}
      actions={
        <span className={styles.planActions}>
          {!isPlanning && <PlanExport runId={run.id} />}
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
      {open && isPlanning && (
        <div role="status">
          <StatusMark tone="run">{t('launch.planPending')}</StatusMark>
        </div>
      )}
      {open && !isPlanning && (
        <PlanView
          plan={plan}
          incomplete={plan.targets.length < run.targetsDetail.length}
        />
      )}
    </Panel>
  );
}
