import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Run, Step } from '@mission-control/plugin-missions-common';
import { missionsTranslationRef } from '../../translation';
import { ChildLink } from './ChildLink';
import styles from './ChildLink.module.css';

export interface StepChildProps {
  run: Pick<Run, 'children'>;
  step: Pick<Step, 'childRunId'>;
}

/** The run that a step started, where the person may see it. */
export function StepChild({ run, step }: StepChildProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const child = run.children?.find(({ id }) => id === step.childRunId);
  return child ? (
    <p className={styles.step}>
      {t(child.undoOf ? 'sequence.startedUndo' : 'sequence.started')}{' '}
      <ChildLink run={child} />
    </p>
  ) : null;
}
