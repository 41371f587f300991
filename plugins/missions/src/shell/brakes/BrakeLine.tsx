import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { RelativeTime } from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import type { Brake } from './brakesOn';
import { useBrakeWords } from './useBrakeWords';

export interface BrakeLineProps {
  brake: Brake;
  /** What is frozen stands above it. */
  untitled?: boolean;
}

/** One thing that holds writes: what, who, why, and until when. */
export function BrakeLine({ brake, untitled }: BrakeLineProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const words = useBrakeWords();
  if (brake.kind === 'freeze') {
    const { freeze } = brake;
    return (
      <>
        {!untitled && `${words.frozen(freeze)}: `}
        {words.because(freeze)}, {t('brake.since')}{' '}
        <RelativeTime date={freeze.at} />
        {freeze.until && (
          <>
            , {t('brake.until')} <Moment at={freeze.until} />
          </>
        )}
      </>
    );
  }
  const { name: window, changesAt } = brake.window;
  return (
    <>
      {t('brake.windowClosed', { window })};{' '}
      {changesAt ? (
        <>
          {t('brake.opens')} <Moment at={changesAt} />
        </>
      ) : (
        t('brake.never')
      )}
    </>
  );
}

/** A moment by the reader's clock, and how far it is. */
export function Moment({ at }: { at: Date }) {
  return (
    <>
      <time dateTime={at.toISOString()}>
        {at.toLocaleString(undefined, {
          weekday: 'short',
          day: 'numeric',
          month: 'short',
          hour: '2-digit',
          minute: '2-digit',
          timeZoneName: 'short',
        })}
      </time>{' '}
      (<RelativeTime date={at} />)
    </>
  );
}
