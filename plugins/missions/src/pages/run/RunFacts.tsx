import { useState } from 'react';
import { Button } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Run } from '@mission-control/plugin-missions-common';
import { Panel } from '@mission-control/plugin-missions-react';
import { FactTable } from '../../shell/FactTable';
import { missionsTranslationRef } from '../../translation';
import { wordOf } from '../launch/parameters/parameterValue';
import styles from './Run.module.css';

export interface RunFactsProps {
  run: Pick<Run, 'missionRef' | 'missionVersion' | 'parameters'>;
  /** Somebody is asked to approve the plan: all of it is shown. */
  asked: boolean;
}

/** What the hash of a plan covers beside the plan: mission, version, parameters. */
export function RunFacts({ run, asked }: RunFactsProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const [open, setOpen] = useState(asked);
  const parameters = Object.entries(run.parameters);
  return (
    <Panel
      padded={open}
      title={t('run.facts')}
      aside={
        parameters.length === 0
          ? t('run.noParameters')
          : t('run.parameters', { count: parameters.length })
      }
      actions={
        <Button
          size="small"
          variant="tertiary"
          aria-expanded={open}
          onPress={() => setOpen(!open)}
        >
          {open ? t('run.factsHide') : t('run.factsShow')}
        </Button>
      }
    >
      {open && (
        <div className={styles.facts}>
          <p>
            <code>{run.missionRef}</code>
            {', '}
            {t('run.factsVersion')} <code>{run.missionVersion}</code>
          </p>
          {parameters.length > 0 && (
            <FactTable
              label={t('run.facts')}
              columns={[t('run.parameterName'), t('run.parameterValue')]}
            >
              {parameters.map(([name, value]) => (
                <tr key={name}>
                  <th scope="row">
                    <code>{name}</code>
                  </th>
                  <td>
                    {value === null ? (
                      t('mission.notGiven')
                    ) : (
                      <code>{wordOf(value)}</code>
                    )}
                  </td>
                </tr>
              ))}
            </FactTable>
          )}
        </div>
      )}
    </Panel>
  );
}
