import { Radio, RadioGroup } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  ClusterChip,
  objectName,
  StatusMark,
} from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import type { DriftChoice, DriftedObject } from './driftChoices';
import { ThreeWayTable } from './ThreeWayTable';
import styles from './Drift.module.css';

export interface DriftObjectProps {
  drifted: DriftedObject;
  /** Absent: it is decided already. */
  choice?: DriftChoice;
  disabled?: boolean;
  onChoose?(choice: DriftChoice): void;
}

/** One object of a cluster that changed since: what it was, what it is, and what shall become of it. */
export function DriftObject(props: DriftObjectProps) {
  const { drifted, choice, disabled, onChoose } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  const { cluster } = drifted;
  const name = objectName(drifted.object);
  const where = { object: name, cluster: cluster.name };
  return (
    <li className={styles.object}>
      <h3 className={styles.name}>{name}</h3>
      {drifted.changes.map(change => (
        <div key={change.stepId} className={styles.place}>
          <div className={styles.where}>
            <ClusterChip cluster={cluster} />
            <span className={styles.muted}>{effect(change.verb)}</span>
          </div>
          {!!change.fields?.length && (
            <ThreeWayTable
              fields={change.fields}
              label={t('run.driftOf', where)}
            />
          )}
          {(drifted.refused || !change.fields?.length) && (
            <p className={styles.note}>{change.note ?? change.conflictWith}</p>
          )}
        </div>
      ))}
      {choice && (
        <RadioGroup
          className={styles.choice}
          aria-label={t('run.driftChoose', where)}
          orientation="horizontal"
          value={choice}
          isDisabled={disabled}
          onChange={value => onChoose?.(value as DriftChoice)}
        >
          <Radio value="keep">{t('run.driftKeep')}</Radio>
          <Radio value="overwrite" isDisabled={!drifted.mayOverwrite}>
            {t(drifted.deletes ? 'run.driftDelete' : 'run.driftOverwrite')}
          </Radio>
        </RadioGroup>
      )}
      {choice && !drifted.mayOverwrite && (
        <p className={styles.note}>
          {t(drifted.refused ? 'run.driftRefused' : 'run.driftCannotOverwrite')}
        </p>
      )}
      {choice === 'overwrite' && (
        <p className={styles.note}>
          <StatusMark tone="warn">{lost(drifted.object.kind)}</StatusMark>
        </p>
      )}
    </li>
  );

  /** What undo would do, if nothing stood in its way. */
  function effect(verb: string | undefined): string {
    switch (verb) {
      case 'delete':
        return t('run.driftWouldDelete');
      case 'create':
        return t('run.driftWouldCreate');
      default:
        return t('run.driftWouldRestore');
    }
  }

  function lost(kind: string): string {
    if (kind === 'Namespace') {
      return t('run.driftLostNamespace');
    }
    return t(drifted.deletes ? 'run.driftLostDeleted' : 'run.driftLost');
  }
}
