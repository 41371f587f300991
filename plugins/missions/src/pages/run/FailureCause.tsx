import {
  RiArrowGoBackLine,
  RiCloseCircleLine,
  RiRefreshLine,
  RiSkipForwardLine,
} from '@remixicon/react';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  failedStepStates,
  type RunTarget,
  type Step,
} from '@mission-control/plugin-missions-common';
import {
  DecisionBar,
  objectName,
  StatusMark,
  stepStateMeta,
  type Decision,
} from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import { CulpritDetails } from './CulpritDetails';
import { culpritFacts } from './culpritFacts';
import { headlineOf } from './headlineOf';
import type { RunDialog } from './RunDialogs';
import type { RunPageData } from './useRunPage';
import styles from './Run.module.css';

export interface FailureCauseProps {
  page: RunPageData;
  target: RunTarget;
  step: Step;
  /** Preflight or proof, not a step of the mission. */
  isPhase: boolean;
  onDialog(dialog: RunDialog): void;
  /** Keeps this cluster selected, whatever a decision brings. */
  onStay(): void;
}

/** Why it stopped, the failing object, and what a person can do now. */
export function FailureCause(props: FailureCauseProps) {
  const { target, step } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  const stopped = failedStepStates.includes(step.state);
  const { tone } = stepStateMeta[step.state];
  const { error } = step;
  const cause = error?.message ?? (stopped ? target.reason : undefined);
  const headline = headlineOf(cause ?? '');
  const facts = error ? culpritFacts(error) : [];
  return (
    <>
      {stopped && cause && (
        <div
          className={styles.cause}
          data-mc-tone={tone}
          role="group"
          aria-label={t('run.causeTitle')}
        >
          <StatusMark tone={tone}>
            {error?.code ?? t('run.causeTitle')}
          </StatusMark>
          <h3>{headline}</h3>
          {headline !== cause && (
            <details className={styles.whole}>
              <summary>{t('run.causeWhole')}</summary>
              <p>{cause}</p>
            </details>
          )}
          {error?.remedy && <p>{error.remedy}</p>}
        </div>
      )}
      <Offers {...props} />
      {stopped && error && (facts.length > 0 || error.object) && (
        <dl className={styles.facts}>
          {error.object && (
            <div>
              <dt>{t('run.failingObject')}</dt>
              <dd>
                <code>{objectName(error.object)}</code>
              </dd>
            </div>
          )}
          {facts.map(({ name, text }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      )}
      {stopped && error && <CulpritDetails error={error} />}
    </>
  );
}

function Offers(props: FailureCauseProps) {
  const { page, target, step, isPhase, onDialog, onStay } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  const { run, actions } = page;
  const decisions: Decision[] = [];
  const blocked = target.state === 'blocked';
  if (blocked && run.allowed.includes('recheck')) {
    decisions.push({
      id: 'recheck',
      label: t('run.recheck'),
      icon: <RiRefreshLine />,
      // A choice about drift is the one button then.
      primary: !(run.undoOf && target.changes.conflict > 0),
      pending: actions.recheck.pending,
      onDecide: () => actions.recheck.run(),
    });
  }
  const decides =
    run.allowed.includes('decide') && target.state === 'needs_decision';
  if (decides) {
    const stepId = isPhase ? undefined : step.id;
    const failed = failedStepStates.includes(step.state);
    decisions.push({
      id: 'retry',
      label:
        isPhase || !failed
          ? t('run.retryTarget', { cluster: target.id })
          : t('run.retry', { step: step.name }),
      icon: <RiRefreshLine />,
      primary: true,
      pending: actions.decide.pending,
      onDecide: () => {
        onStay();
        actions.decide.run({
          targetId: target.id,
          stepId: failed ? stepId : undefined,
          decision: 'retry',
        });
      },
    });
    if (stepId && failed) {
      decisions.push({
        id: 'skip',
        label: t('run.skip'),
        icon: <RiSkipForwardLine />,
        onDecide: () =>
          onDialog({
            kind: 'skip',
            targetId: target.id,
            stepId,
            stepName: step.name,
          }),
      });
    }
    decisions.push({
      id: 'undoTarget',
      label: t('run.undoTarget', { cluster: target.id }),
      icon: <RiArrowGoBackLine />,
      onDecide: () => onDialog({ kind: 'undoTargets', targetIds: [target.id] }),
    });
  }
  if (decides || (blocked && run.allowed.includes('decide'))) {
    decisions.push({
      id: 'close',
      label: t('run.close'),
      icon: <RiCloseCircleLine />,
      onDecide: () => onDialog({ kind: 'close', targetIds: [target.id] }),
    });
  }
  if (decisions.length === 0) {
    return null;
  }
  return (
    <div className={styles.offers}>
      <DecisionBar
        label={t('run.offers', { cluster: target.id })}
        decisions={decisions}
      />
    </div>
  );
}
