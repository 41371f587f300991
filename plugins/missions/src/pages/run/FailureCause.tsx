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
  stepStateMeta,
  type Decision,
} from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import { BlockedCause } from './BlockedCause';
import { Cause } from './Cause';
import { CulpritDetails } from './CulpritDetails';
import { culpritFacts } from './culpritFacts';
import { obstaclesOf } from './obstaclesOf';
import type { RunDialog } from './RunDialogs';
import { undoUnderWay } from './undoUnderWay';
import type { RunPageData } from './useRunPage';
import { useSequenceName } from './useSequenceName';
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
  const { page, target, step } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  const sequence = useSequenceName(page.run);
  const stopped = failedStepStates.includes(step.state);
  const { tone } = stepStateMeta[step.state];
  const { error } = step;
  const cause = error?.message ?? (stopped ? target.reason : undefined);
  const facts = error ? culpritFacts(error) : [];
  const { plan, evidence } = page;
  const obstacles = obstaclesOf({
    run: page.run,
    target,
    plan: plan.kind === 'ready' ? plan.data : undefined,
    evidence: evidence.kind === 'ready' ? evidence.data : [],
  });
  if (obstacles.length > 0) {
    return (
      <>
        <BlockedCause page={page} target={target} obstacles={obstacles} />
        <Offers {...props} />
      </>
    );
  }
  return (
    <>
      {stopped && cause && (
        <Cause
          tone={tone}
          label={error?.code}
          message={cause}
          remedy={error?.remedy}
          where={[
            sequence?.sequence ?? target.id,
            step.name,
            error?.object && objectName(error.object),
          ]
            .filter(Boolean)
            .join(', ')}
        />
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
  const sequence = useSequenceName(run);
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
      onDecide: () => actions.recheck.run([target.id]),
    });
    const all = run.targets.filter(({ state }) => state === 'blocked');
    if (all.length > 1) {
      decisions.push({
        id: 'recheckAll',
        label: t('run.recheckMany', { number: String(all.length) }),
        icon: <RiRefreshLine />,
        pending: actions.recheck.pending,
        onDecide: () => actions.recheck.run(all.map(({ id }) => id)),
      });
    }
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
          ? retryTarget()
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
    // Of a run there is one undo at a time; the head of the page leads to it.
    if (target.undoable && !undoUnderWay(run)) {
      decisions.push({
        id: 'undoTarget',
        label: sequence
          ? t('sequence.undo', sequence)
          : t('run.undoTarget', { cluster: target.id }),
        icon: <RiArrowGoBackLine />,
        onDecide: () =>
          onDialog({ kind: 'undoTargets', targetIds: [target.id] }),
      });
    }
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
        label={
          sequence
            ? t('sequence.offers', sequence)
            : t('run.offers', { cluster: target.id })
        }
        decisions={decisions}
      />
    </div>
  );

  function retryTarget(): string {
    return sequence
      ? t('sequence.retry', sequence)
      : t('run.retryTarget', { cluster: target.id });
  }
}
