import { useState } from 'react';
import { Button, TextField } from '@backstage/ui';
import { RiArrowGoBackLine } from '@remixicon/react';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  isTerminal,
  runUndoPermission,
  type Run,
  type UndoRequest,
} from '@mission-control/plugin-missions-common';
import {
  Banner,
  ErrorState,
  exactTime,
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
  const refused = drifted.some(each => each.refused);
  const waits = isChoiceOpen(run);
  const open = waits && may.kind === 'ready' && may.data.may;
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
  const setAll = (choice: DriftChoice) =>
    setOverwritten(
      new Set(
        choice === 'overwrite'
          ? drifted.filter(each => each.mayOverwrite).map(each => each.key)
          : [],
      ),
    );
  const chosen = drifted.filter(({ key }) => overwritten.has(key));
  const deleted = chosen.filter(({ deletes }) => deletes).length;
  const overwrite = chosen.length - deleted;
  const counts = {
    keep: String(drifted.length - chosen.length),
    overwrite: String(overwrite),
    deleted: String(deleted),
  };

  return (
    <Panel
      title={t(refused ? 'run.driftTitleRefused' : 'run.driftTitle')}
      aside={drifted.length}
      accent={open}
    >
      <div className={styles.intro}>
        <Banner tone={open ? 'wait' : 'idle'} title={title()}>
          {meaning()}
        </Banner>
        {waits && may.kind === 'error' && (
          <ErrorState error={may.error} retry={may.retry} />
        )}
      </div>
      {open && drifted.length > 1 && (
        <div
          className={styles.all}
          role="group"
          aria-label={t('run.driftChooseAll')}
        >
          {(['keep', 'overwrite'] as const).map(choice => (
            <Button
              key={choice}
              size="small"
              variant="secondary"
              isDisabled={choose.pending}
              onPress={() => setAll(choice)}
            >
              {t(
                choice === 'keep'
                  ? 'run.driftKeepAll'
                  : 'run.driftOverwriteAll',
              )}
            </Button>
          ))}
        </div>
      )}
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
            {planLabel()}
          </Button>
        </form>
      )}
    </Panel>
  );

  /** What the new plan does, by its effect. */
  function planLabel(): string {
    if (overwrite > 0) {
      return t(deleted > 0 ? 'run.driftPlanBoth' : 'run.driftPlan', counts);
    }
    return t(deleted > 0 ? 'run.driftPlanDelete' : 'run.driftPlanKeep', counts);
  }

  /** What becomes of the objects, and whether that can be chosen now. */
  function title(): string {
    if (!waits) {
      const key = isTerminal(run.state) ? 'run.driftEnded' : 'run.driftLater';
      return t(key, { count: drifted.length });
    }
    if (drifted.length === 1) {
      return t(refused ? 'run.driftOneRefused' : 'run.driftOne');
    }
    return t(refused ? 'run.driftManyRefused' : 'run.driftMany', {
      number: String(drifted.length),
    });
  }

  function meaning(): string | undefined {
    if (!waits) {
      return undefined;
    }
    const until = may.kind === 'ready' && may.data.until;
    if (open) {
      return t('run.driftMeaning');
    }
    if (until && until < new Date()) {
      return t('run.driftTooLate', { date: exactTime(until) });
    }
    return may.kind === 'denied' || may.kind === 'ready'
      ? t('run.driftDenied', { permission: runUndoPermission.name })
      : undefined;
  }
}
