import { Link } from '@backstage/ui';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { isTerminal, type Run } from '@mission-control/plugin-missions-common';
import {
  missionsApiRef,
  Panel,
  StateGate,
  usePolled,
} from '@mission-control/plugin-missions-react';
import { isLook, lookOf } from '../../shell/lookOf';
import type { MissionsRoutes } from '../../shell/useMissionsRoutes';
import { missionsTranslationRef } from '../../translation';
import { sortFindings } from '../orbits/findings';
import { FindingsTable } from '../orbits/FindingsTable';
import { useFindingsSort } from '../orbits/useFindingsSort';
import styles from './Run.module.css';

export interface OrbitFindingsProps {
  run: Run;
  routes: MissionsRoutes;
}

/** What an orbit's run found, and where the orbit is; nothing for other runs. */
export function OrbitFindings({ run, routes }: OrbitFindingsProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  if (!isLook(run) || !isTerminal(run.state)) {
    return null;
  }
  // It failed, or was cancelled, before it looked: what is known is of before.
  const isBlind = !lookOf(run) && run.verdict?.assessed === 0;
  return (
    <Panel
      title={t('run.findings')}
      actions={
        <Link href={run.orbitId ? routes.orbit(run.orbitId) : routes.orbits()}>
          {orbitWords()}
        </Link>
      }
    >
      {isBlind ? (
        <p className={styles.note}>{t('run.findingsUnseen')}</p>
      ) : (
        <Findings run={run} routes={routes} />
      )}
    </Panel>
  );

  function orbitWords(): string {
    if (!run.orbitId) {
      return t('run.findingsOrbits');
    }
    return isBlind ? t('run.findingsKnown') : t('run.findingsOrbit');
  }
}

function Findings({ run, routes }: OrbitFindingsProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const api = useApi(missionsApiRef);
  const findings = usePolled(() => api.listFindings(run.id), { key: run.id });
  const [sort, setSort] = useFindingsSort();
  return (
    <StateGate state={findings} loadingLabel={t('run.findings')}>
      {({ items }) =>
        items.length === 0 ? (
          <p className={styles.note}>{t('run.findingsNone')}</p>
        ) : (
          <FindingsTable
            findings={sortFindings(items, sort)}
            sort={sort}
            onSort={setSort}
            routes={routes}
            clusterOf={name =>
              run.targetsDetail.find(({ id }) => id === name)?.cluster ?? {
                name,
              }
            }
          />
        )
      }
    </StateGate>
  );
}
