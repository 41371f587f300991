import { Link } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Finding } from '@mission-control/plugin-missions-common';
import {
  formatValue,
  RelativeTime,
} from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import styles from './Orbits.module.css';

export interface FindingEvidenceProps {
  finding: Finding;
  runHref(runId: string): string;
}

/** What was asked, what was answered and when; the run, and the fingerprint. */
export function FindingEvidence({ finding, runHref }: FindingEvidenceProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const { evidence = [], fingerprint, runId } = finding;
  return (
    <details className={styles.evidence}>
      <summary>
        {evidence.length > 0 ? t('orbits.evidence') : t('orbits.noEvidence')}
      </summary>
      {evidence.map(({ asked, answered, at }) => (
        <div key={asked}>
          <p>
            <code>{asked}</code>{' '}
            {/* Evidence of a finding may come without its own time. */}
            {at && <RelativeTime date={at} />}
          </p>
          <pre
            // A scrolled region must be reachable by keyboard.
            // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
            tabIndex={0}
          >
            {formatValue(answered)}
          </pre>
        </div>
      ))}
      <p>
        {runId && (
          <>
            <Link href={runHref(runId)} variant="body-small">
              {t('orbits.seenIn')}
            </Link>{' '}
          </>
        )}
        {t('orbits.fingerprint')} <code>{fingerprint}</code>
      </p>
    </details>
  );
}
