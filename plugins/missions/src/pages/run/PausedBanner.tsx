import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  isTerminal,
  runCancelPermission,
  personName,
} from '@mission-control/plugin-missions-common';
import { Banner } from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import type { RunPageData } from './useRunPage';
import { useSequenceName } from './useSequenceName';

/** Who paused a run, and who lets it go on; before its approval that is said with the plan. */
export function PausedBanner({ page }: { page: RunPageData }) {
  const { run, events, held } = page;
  const { t } = useTranslationRef(missionsTranslationRef);
  const sequence = useSequenceName(run);
  if (!run.pauseRequested || held || isTerminal(run.state)) {
    return null;
  }
  const asked = [...events]
    .sort((one, other) => other.seq - one.seq)
    .find(({ type }) => type === 'run.pauseRequested');
  const by = asked?.by && personName(asked.by);
  const paused = by ? t('run.pausedBy', { by }) : t('run.pausedTitle');
  return (
    <Banner
      tone="pause"
      title={
        asked?.message
          ? t('run.pausedBecause', { paused, reason: asked.message })
          : paused
      }
    >
      {sequence
        ? run.children?.some(({ state }) => !isTerminal(state)) && (
            <div>{t('sequence.pausedSoon')}</div>
          )
        : run.state !== 'paused' && <div>{t('run.pausedSoon')}</div>}
      <div>
        {run.allowed.includes('resume')
          ? t('run.pausedMay')
          : t('run.pausedMayNot', { permission: runCancelPermission.name })}
      </div>
    </Banner>
  );
}
