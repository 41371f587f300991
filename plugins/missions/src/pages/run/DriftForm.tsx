import { useState } from 'react';
import { Button, TextField } from '@backstage/ui';
import { RiArrowGoBackLine } from '@remixicon/react';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  isTerminal,
  type Run,
  type UndoRequest,
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
  isChoiceOpen,
  type DriftChoice,
  type DriftedObject,
} from './driftChoices';
import { DriftObject } from './DriftObject';
import { useMayUndo } from './useMayUndo';
import styles from './Drift.module.css';

export interface DriftFormProps {
  /** The undo. */
  run: Run;
  /** The run that it takes back. */
  undoOf: string;
  drifted: readonly DriftedObject[];
  kept: readonly DriftedObject[];
  choose: ActionState<[UndoRequest]>;
}

/** What changed since, and the choices, for those who may take the run back. */
export function DriftForm(props: DriftFormProps) {
  const { run, undoOf, drifted, kept, choose } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  const may = useMayUndo({ runId: undoOf, undo: run });
  const [overwritten, setOverwritten] = useState<ReadonlySet<string>>(
    new Set(),
  );
  const [reason, setReason] = useState('');
  const waits = isChoiceOpen(run);
  const denied = may.kind === 'denied' || (may.kind === 'ready' && !may.data);
  const open = waits && may.kind === 'ready' && may.data;
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
    <Panel title={t('run.driftTitle')} aside={drifted.length} accent={open}>
      <div className={styles.intro}>
        <Banner tone={open ? 'wait' : 'idle'} title={title()}>
          {meaning()}
        </Banner>
        {waits && may.kind === 'error' && (
          <ErrorState error={may.error} retry={may.retry} />
        )}
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
  );

  /** What becomes of the objects, and whether that can be chosen now. */
  function title(): string {
    if (!waits) {
      const key = isTerminal(run.state) ? 'run.driftEnded' : 'run.driftLater';
      return t(key, { count: drifted.length });
    }
    return drifted.length === 1
      ? t('run.driftOne')
      : t('run.driftMany', { number: String(drifted.length) });
  }

  function meaning(): string | undefined {
    if (!waits) {
      return undefined;
    }
    if (denied) {
      return t('run.driftDenied');
    }
    return open ? t('run.driftMeaning') : undefined;
  }
}
