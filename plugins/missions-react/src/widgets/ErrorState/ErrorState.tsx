import { Button } from '@backstage/ui';
import { RiRefreshLine } from '@remixicon/react';
import type { MissionsApiError } from '../../api';
import { useErrorWords, useText, type ErrorWords } from '../../text';
import { Banner } from '../Banner';
import { CopyButton } from '../CopyButton';
import styles from './ErrorState.module.css';

/** Props of {@link ErrorState}. @public */
export interface ErrorStateProps {
  error: MissionsApiError;
  /**
   * What it means for the clusters; not said of what there is not, nor when it
   * was not Mission Control that answered: then nobody knows.
   */
  meaning?: string;
  retry?: () => void;
}

/** Codes of errors that say nothing about the clusters. */
const meansNothing: readonly string[] = [
  'NOT_FOUND',
  'NO_ANSWER',
  'FOREIGN_ANSWER',
];

/** What happened, what it means, what to do, and the code to quote. @public */
export const ErrorState = ({ error, meaning, retry }: ErrorStateProps) => {
  const t = useText();
  const words = useErrorWords()(error);
  return (
    <Banner
      tone="fail"
      role="alert"
      title={words.message}
      actions={
        <>
          {retry && (
            <Button
              variant="secondary"
              size="small"
              iconStart={<RiRefreshLine />}
              onPress={() => retry()}
            >
              {t('error.retry')}
            </Button>
          )}
          <CopyButton label={t('copy.copy')} text={textOf(error, words)} />
        </>
      }
    >
      {meaning && !meansNothing.includes(error.code) && (
        <p className={styles.line}>{meaning}</p>
      )}
      {words.remedy && <p className={styles.line}>{words.remedy}</p>}
      <p className={styles.code}>{error.code}</p>
    </Banner>
  );
};

function textOf(error: MissionsApiError, words: ErrorWords): string {
  return [
    `${error.code}${error.status ? ` (HTTP ${error.status})` : ''}`,
    words.message,
    words.remedy,
    error.details && JSON.stringify(error.details, undefined, 2),
  ]
    .filter(Boolean)
    .join('\n');
}
