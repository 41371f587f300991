import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Run, Step } from '@mission-control/plugin-missions-common';
import { decidedGate, type GateDecision } from '../../shell/decidedGate';
import { missionsTranslationRef } from '../../translation';

const keys = {
  approved: 'run.gateApproved',
  rejected: 'run.gateRejected',
  expired: 'run.gateExpired',
} as const satisfies Record<GateDecision, string>;

/** What is said of a step whose gate was decided while its cluster is paused. */
export function useGateWord() {
  const { t } = useTranslationRef(missionsTranslationRef);
  return (run: Run, targetId: string, step: Step): string | undefined => {
    const decision = decidedGate(run, targetId, step);
    return decision && t(keys[decision]);
  };
}
