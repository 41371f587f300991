import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { RunSummary } from '@mission-control/plugin-missions-common';
import { isSequenceTarget } from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';

/** How sentences name a sequence: within them, and at their beginning. */
export interface SequenceName {
  sequence: string;
  Sequence: string;
}

/** Whether the only target of a run is the sequence itself, or its undo. */
export function isSequenceItself({
  targets,
}: Pick<RunSummary, 'targets'>): boolean {
  return targets.some(({ id }) => isSequenceTarget(id));
}

/**
 * The name of a run whose only target is the sequence itself, or its undo.
 * Undefined for a run on clusters, of which sentences name the clusters.
 */
export function useSequenceName(
  run: Pick<RunSummary, 'targets' | 'undoOf'>,
): SequenceName | undefined {
  const { t } = useTranslationRef(missionsTranslationRef);
  if (!isSequenceItself(run)) {
    return undefined;
  }
  return run.undoOf === undefined
    ? { sequence: t('sequence.name'), Sequence: t('sequence.nameFirst') }
    : {
        sequence: t('sequence.undoName'),
        Sequence: t('sequence.undoNameFirst'),
      };
}
