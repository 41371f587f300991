import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Orbit } from '@mission-control/plugin-missions-common';
import {
  Panel,
  StatusIcon,
  type Tone,
} from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import { isFirstLook } from './orbitWords';
import styles from './Orbits.module.css';

/** What became worse, new, fixed, and what stayed. */
export function SinceLastRun({ orbit }: { orbit: Orbit }) {
  const { verdict } = orbit;
  const { t } = useTranslationRef(missionsTranslationRef);
  const number = (
    value: number | undefined,
    word: string,
    sign: string,
    tone?: Tone,
  ) => {
    const known = value !== undefined;
    const toned = known && value > 0 ? tone : undefined;
    return (
      <div data-mc-tone={toned}>
        <dt>{word}</dt>
        <dd>
          {toned && <StatusIcon tone={toned} />}
          {known && value > 0 ? `${sign}${value}` : value ?? '?'}
        </dd>
      </div>
    );
  };
  if (isFirstLook(orbit)) {
    return (
      <Panel title={t('orbits.firstLook')} padded>
        <p className={styles.none}>{t('orbits.firstLookText')}</p>
      </Panel>
    );
  }
  return (
    <Panel title={t('orbits.since')}>
      <dl className={styles.numbers}>
        {number(verdict?.regressed, t('orbits.worse'), '', 'fail')}
        {number(verdict?.new, t('orbits.new'), '+')}
        {number(verdict?.fixed, t('orbits.fixed'), '−', 'ok')}
        {number(verdict?.persisting, t('orbits.persisting'), '')}
      </dl>
    </Panel>
  );
}
