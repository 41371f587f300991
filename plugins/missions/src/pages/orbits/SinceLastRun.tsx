import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  FindingList,
  Orbit,
} from '@mission-control/plugin-missions-common';
import {
  Panel,
  StatusIcon,
  type Tone,
  type ViewState,
} from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import { isFirstLook } from './orbitWords';
import styles from './Orbits.module.css';

export interface SinceLastRunProps {
  orbit: Orbit;
  findings: ViewState<FindingList>;
}

/** What became worse, new, fixed, what stayed, and what nobody looked at. */
export function SinceLastRun({ orbit, findings }: SinceLastRunProps) {
  const { verdict } = orbit;
  // The verdict counts the checks that could not look, not their findings.
  const unseen =
    findings.kind === 'ready'
      ? findings.data.items.filter(({ status }) => status === 'not_assessed')
          .length
      : undefined;
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
        {number(verdict && unseen, t('orbits.unseen'), '', 'unknown')}
      </dl>
    </Panel>
  );
}
