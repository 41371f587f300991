import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { RunTarget } from '@mission-control/plugin-missions-common';
import type { Tone } from '@mission-control/plugin-missions-react';
import { isLook } from '../../shell/lookOf';
import { missionsTranslationRef } from '../../translation';
import type { RunPageData } from './useRunPage';

/**
 * How a cluster that an orbit looked at is drawn: by what its checks answered.
 * Undefined while it is not looked at, and for every other run.
 */
export function useLookMark({
  run,
  evidence,
}: Pick<RunPageData, 'run' | 'evidence'>) {
  const { t } = useTranslationRef(missionsTranslationRef);
  return ({
    id,
    state,
  }: RunTarget): { tone: Tone; word: string } | undefined => {
    if (!isLook(run) || state !== 'succeeded') {
      return undefined;
    }
    const answers =
      evidence.kind === 'ready'
        ? evidence.data
            .filter(
              ({ phase, targetId }) => phase === 'check' && targetId === id,
            )
            .map(({ status }) => status)
        : [];
    if (answers.some(status => status === 'fail' || status === 'warn')) {
      return { tone: 'warn', word: t('run.targetFound') };
    }
    return answers.length > 0 && answers.every(status => status === 'pass')
      ? { tone: 'ok', word: t('run.targetClean') }
      : { tone: 'unknown', word: t('run.targetUnknown') };
  };
}
