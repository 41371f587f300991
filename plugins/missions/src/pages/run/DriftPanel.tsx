import { useState } from 'react';
import { Button, TextField } from '@backstage/ui';
import { RiArrowGoBackLine } from '@remixicon/react';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  Plan,
  Run,
  UndoRequest,
} from '@mission-control/plugin-missions-common';
import {
  Banner,
  ErrorState,
  Panel,
  type ActionState,
} from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import {
  choiceRequest,
  driftedObjects,
  isChoiceOpen,
  keptObjects,
  type DriftChoice,
} from './driftChoices';
import { DriftObject } from './DriftObject';
import styles from './Drift.module.css';

export interface DriftPanelProps {
  run: Run;
  plan: Plan;
  choose: ActionState<[UndoRequest]>;
}

/** An undo meets what others changed since: a person chooses for each object. */
export function DriftPanel({ run, plan, choose }: DriftPanelProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const [overwritten, setOverwritten] = useState<ReadonlySet<string>>(
    new Set(),
  );
  const [reason, setReason] = useState('');
  const drifted = driftedObjects(plan);
  const kept = keptObjects(plan);
  const open = isChoiceOpen(run);
  const set = (key: string, choice: DriftChoice) =>
    setOverwritten(before => {
      const next = new Set(before);
      if (choice === 'overwrite') {
        next.add(key);
      } else {
        next.delete(key);
      }
      return next;
    });
  const overwrites = drifted.filter(({ key }) => overwritten.has(key)).length;
  const counts = {
    keep: String(drifted.length - overwrites),
    overwrite: String(overwrites),
  };

  return (
    <>
      {choose.error && (
        <ErrorState error={choose.error} meaning={t('run.driftErrorMeaning')} />
      )}
      {drifted.length > 0 && (
        <Panel title={t('run.driftTitle')} aside={drifted.length} accent={open}>
          <div className={styles.intro}>
            <Banner
              tone={open ? 'wait' : 'idle'}
              title={
                drifted.length === 1
                  ? t('run.driftOne')
                  : t('run.driftMany', { number: String(drifted.length) })
              }
            >
              {open ? t('run.driftMeaning') : t('run.driftOver')}
            </Banner>
          </div>
          <ul className={styles.objects}>
            {drifted.map(object => (
              <DriftObject
                key={object.key}
                drifted={object}
                choice={
                  open
                    ? (overwritten.has(object.key) && 'overwrite') || 'keep'
                    : undefined
                }
                disabled={choose.pending}
                onChoose={choice => set(object.key, choice)}
              />
            ))}
          </ul>
          {open && (
            <form
              className={styles.decide}
              onSubmit={event => {
                event.preventDefault();
                void choose.run(
                  choiceRequest({
                    run,
                    drifted,
                    kept,
                    overwritten,
                    reason: reason.trim(),
                  }),
                );
              }}
            >
              <TextField
                className={styles.reason}
                size="small"
                label={t('run.reasonOptional')}
                value={reason}
                onChange={setReason}
                maxLength={2000}
              />
              <Button
                type="submit"
                variant="primary"
                iconStart={<RiArrowGoBackLine />}
                isPending={choose.pending}
              >
                {overwrites === 0
                  ? t('run.driftPlanKeep', counts)
                  : t('run.driftPlan', counts)}
              </Button>
            </form>
          )}
        </Panel>
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
