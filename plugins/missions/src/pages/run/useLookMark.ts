import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { RunTarget } from '@mission-control/plugin-missions-common';
import type { Tone } from '@mission-control/plugin-missions-react';
import { isLook } from '../../shell/lookOf';
import { missionsTranslationRef } from '../../translation';
import { sightOf } from './sightOf';
import type { RunPageData } from './useRunPage';

/**
 * How a cluster that an orbit looked at, or at a part of it, is drawn: by what
 * its checks answered. Undefined while it is not looked at, and for every other
 * run.
 */
export function useLookMark({
  run,
  evidence,
}: Pick<RunPageData, 'run' | 'evidence'>) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const known = evidence.kind === 'ready' ? evidence.data : [];
  return ({
    id,
    state,
  }: RunTarget): { tone: Tone; word: string } | undefined => {
    const sight = sightOf(id, known);
    const looked =
      state === 'succeeded' || (state === 'inconclusive' && sight === 'part');
    if (!isLook(run) || !looked) {
      return undefined;
    }
    const found = known.some(
      ({ phase, targetId, status }) =>
        phase === 'check' &&
        targetId === id &&
        (status === 'fail' || status === 'warn'),
    );
    if (found) {
      return {
        tone: 'warn',
        word: t(sight === 'part' ? 'run.targetFoundPartly' : 'run.targetFound'),
      };
    }
    return sight === 'all'
      ? { tone: 'ok', word: t('run.targetClean') }
      : { tone: 'unknown', word: t('run.targetUnknown') };
  };
}
