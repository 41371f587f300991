import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Run } from '@mission-control/plugin-missions-common';
import { isSequenceTarget } from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';

/** How sentences name a sequence: within them, and at their beginning. */
export interface SequenceName {
  sequence: string;
  Sequence: string;
}

/**
 * The name of a run whose only target is the sequence itself, or its undo.
 * Undefined for a run on clusters, of which sentences name the clusters.
 */
export function useSequenceName({
  targetsDetail,
  undoOf,
}: Pick<Run, 'targetsDetail' | 'undoOf'>): SequenceName | undefined {
  const { t } = useTranslationRef(missionsTranslationRef);
  if (!targetsDetail.some(({ id }) => isSequenceTarget(id))) {
    return undefined;
  }
  return undoOf === undefined
    ? { sequence: t('sequence.name'), Sequence: t('sequence.nameFirst') }
    : {
        sequence: t('sequence.undoName'),
        Sequence: t('sequence.undoNameFirst'),
      };
}
