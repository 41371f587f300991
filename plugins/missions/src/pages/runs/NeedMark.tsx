import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { RunSummary } from '@mission-control/plugin-missions-common';
import { StatusMark } from '@mission-control/plugin-missions-react';
import { isChoice } from '../../shell/isChoice';
import { isHeld } from '../../shell/standing';
import { useWritesText } from '../../shell/useWritesText';
import { missionsTranslationRef } from '../../translation';
import { useSequenceName } from '../run/useSequenceName';
import styles from './Runs.module.css';

/** What a run wants from the person who looks. */
export function NeedMark({ run }: { run: RunSummary }) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const sequence = useSequenceName(run);
  const writesText = useWritesText();
  const { summary, waitingForMe = [] } = run;
  const words = {
    approval: approvalWord(),
    decision: sequence
      ? t('sequence.needDecision', sequence)
      : t('runs.needDecision', {
          count: run.targets.filter(({ state }) => state === 'needs_decision')
            .length,
        }),
    gate: t('runs.needGate'),
    blocked: isChoice(run) ? t('runs.needChoice') : t('runs.needBlocked'),
  };
  function approvalWord(): string {
    if (sequence) {
      return t('sequence.approve', sequence);
    }
    return summary
      ? t('runs.needApproval', { writes: writesText([summary]) })
      : t('runs.needApprovalPlain');
  }
  const irreversible =
    waitingForMe.includes('approval') && summary?.irreversible
      ? t('runs.irreversible', { number: String(summary.irreversible) })
      : undefined;
  const held =
    isHeld(run) || (run.pauseRequested && waitingForMe.includes('gate'))
      ? t('shell.held')
      : undefined;
  const second = [held, irreversible, run.reason].filter(Boolean).join(', ');
  return (
    <>
      {waitingForMe.map(need => (
        <StatusMark key={need} tone="wait">
          {words[need]}
        </StatusMark>
      ))}
      {second && (
        <span className={`${styles.second} ${styles.short}`} title={second}>
          {second}
        </span>
      )}
    </>
  );
}
