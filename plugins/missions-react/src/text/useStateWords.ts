import { useMemo } from 'react';
import type {
  ApprovalState,
  ChangeKind,
  CheckStatus,
  FindingSeverityEnum,
  FindingStatusEnum,
  FitnessVerdictEnum,
  MissionType,
  OrbitOutcomeEnum,
  OrbitState,
  RunState,
  StepState,
} from '@mission-control/plugin-missions-common';
import type { Tone } from '../state/tone';
import { useText } from './useText';

/** The word of a state in the reader's language, by what it is a state of. @public */
export interface StateWords {
  run: (state: RunState) => string;
  step: (state: StepState) => string;
  check: (status: CheckStatus) => string;
  fitness: (verdict: FitnessVerdictEnum) => string;
  approval: (state: ApprovalState) => string;
  orbit: (state: OrbitState) => string;
  outcome: (outcome: OrbitOutcomeEnum) => string;
  severity: (severity: FindingSeverityEnum) => string;
  finding: (status: FindingStatusEnum) => string;
  change: (kind: ChangeKind) => string;
  type: (type: MissionType) => string;
  tone: (tone: Tone) => string;
}

/** The words that stand beside tones. @public */
export function useStateWords(): StateWords {
  const t = useText();
  return useMemo(
    () => ({
      run: state => t(`state.run.${state}`),
      step: state => t(`state.step.${state}`),
      check: status => t(`state.check.${status}`),
      fitness: verdict => t(`state.fitness.${verdict}`),
      approval: state => t(`state.approval.${state}`),
      orbit: state => t(`state.orbit.${state}`),
      outcome: outcome => t(`state.outcome.${outcome}`),
      severity: severity => t(`state.severity.${severity}`),
      finding: status => t(`state.finding.${status}`),
      change: kind => t(`state.change.${kind}`),
      type: type => t(`state.type.${type}`),
      tone: tone => t(`state.tone.${tone}`),
    }),
    [t],
  );
}
