import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { CheckResult, Run } from '@mission-control/plugin-missions-common';
import { Panel } from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import { useNameList } from './useNameList';
import { foundByReads } from './foundByReads';
import styles from './Run.module.css';

export interface WhatWasFoundProps {
  run: Run;
  evidence: readonly CheckResult[];
  /** Only what was found on this cluster. */
  targetId?: string;
}

/** The cause, before the plan that shall remove it. */
export function WhatWasFound({ run, evidence, targetId }: WhatWasFoundProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const list = useNameList();
  const found = foundByReads(run, evidence, targetId);
  if (found.length === 0) {
    return null;
  }
  return (
    <Panel title={t('run.foundTitle')}>
      <dl className={styles.facts}>
        {found.map(({ step, clusters, text }) => (
          <div key={`${step} ${text}`}>
            <dt>{t('run.foundBy', { step, clusters: list([...clusters]) })}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
