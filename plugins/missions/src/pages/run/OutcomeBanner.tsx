import { ToggleButton } from '@backstage/ui';
import { RiThumbDownLine, RiThumbUpLine } from '@remixicon/react';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { isTerminal } from '@mission-control/plugin-missions-common';
import {
  Banner,
  ErrorState,
  runStateMeta,
} from '@mission-control/plugin-missions-react';
import type { MissionsRoutes } from '../../shell/useMissionsRoutes';
import { missionsTranslationRef } from '../../translation';
import type { RunPageData } from './useRunPage';

export interface OutcomeBannerProps {
  page: RunPageData;
  routes: MissionsRoutes;
}

/** After the end: what came out, in one sentence, and whether it was wanted. */
export function OutcomeBanner({ page }: OutcomeBannerProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const { run, actions } = page;
  const failed = [
    actions.pause,
    actions.resume,
    actions.recheck,
    actions.feedback,
  ]
    .map(({ error }) => error)
    .find(Boolean);
  const { tone, word } = runStateMeta[run.state];
  const { feedback } = actions;
  const thumb = (value: 'up' | 'down', label: string) => (
    <ToggleButton
      className="mc-toggle"
      size="small"
      isSelected={run.feedback === value}
      isDisabled={feedback.pending}
      iconStart={value === 'up' ? <RiThumbUpLine /> : <RiThumbDownLine />}
      onChange={selected => feedback.run(selected ? value : 'none')}
    >
      {label}
    </ToggleButton>
  );
  return (
    <>
      {failed && <ErrorState error={failed} />}
      {isTerminal(run.state) && (
        <Banner
          tone={tone}
          title={run.outcome ?? word}
          actions={
            run.allowed.includes('feedback') && (
              <span role="group" aria-label={t('run.outcomeFeedback')}>
                {thumb('up', t('run.thumbsUp'))}{' '}
                {thumb('down', t('run.thumbsDown'))}
              </span>
            )
          }
        >
          {run.outcome && run.reason}
        </Banner>
      )}
    </>
  );
}
