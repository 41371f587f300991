import { useEffect, useRef } from 'react';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  ErrorState,
  type MissionsApiError,
} from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import styles from './Launch.module.css';

export interface StartErrorProps {
  error?: MissionsApiError;
  /** A field says it, and has the focus. */
  atField: boolean;
}

/** Why it was not started, brought into sight: the button may be far above. */
export function StartError({ error, atField }: StartErrorProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const place = useRef<HTMLDivElement>(null);
  const shown = useRef<MissionsApiError>();
  useEffect(() => {
    // Once for each: what is typed after it moves nobody.
    if (error && shown.current !== error) {
      shown.current = error;
      if (!atField) {
        place.current?.scrollIntoView?.({ block: 'nearest' });
      }
    }
  }, [error, atField]);
  return error ? (
    <div ref={place} className={styles.startError}>
      <ErrorState error={error} meaning={t('launch.startErrorMeaning')} />
    </div>
  ) : null;
}
