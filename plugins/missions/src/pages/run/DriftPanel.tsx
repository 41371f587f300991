import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  Plan,
  Run,
  UndoRequest,
} from '@mission-control/plugin-missions-common';
import {
  ErrorState,
  Panel,
  type ActionState,
} from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import { driftedObjects, keptObjects } from './driftChoices';
import { DriftForm } from './DriftForm';
import { DriftObject } from './DriftObject';
import styles from './Drift.module.css';

export interface DriftPanelProps {
  /** The undo. */
  run: Run;
  /** The run that it takes back. */
  undoOf: string;
  plan: Plan;
  choose: ActionState<[UndoRequest]>;
}

/** An undo meets what others changed since: a person chooses for each object of each cluster. */
export function DriftPanel(props: DriftPanelProps) {
  const { run, undoOf, plan, choose } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  const drifted = driftedObjects(plan);
  const kept = keptObjects(plan);
  return (
    <>
      {choose.error && (
        <ErrorState error={choose.error} meaning={t('run.driftErrorMeaning')} />
      )}
      {drifted.length > 0 && (
        <DriftForm
          run={run}
          undoOf={undoOf}
          drifted={drifted}
          kept={kept}
          choose={choose}
        />
      )}
      {kept.length > 0 && (
        <Panel title={t('run.driftKeptTitle')} aside={kept.length}>
          <ul className={styles.objects}>
            {kept.map(object => (
              <DriftObject key={object.key} drifted={object} />
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}
