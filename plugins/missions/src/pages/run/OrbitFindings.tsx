import { Link } from '@backstage/ui';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Run } from '@mission-control/plugin-missions-common';
import {
  missionsApiRef,
  Panel,
  StateGate,
  usePolled,
} from '@mission-control/plugin-missions-react';
import { lookOf } from '../../shell/lookOf';
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
  return lookOf(run) ? <Findings run={run} routes={routes} /> : null;
}

function Findings({ run, routes }: OrbitFindingsProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const api = useApi(missionsApiRef);
  const findings = usePolled(() => api.listFindings(run.id), { key: run.id });
  const [sort, setSort] = useFindingsSort();
  return (
    <Panel
      title={t('run.findings')}
      actions={
        <Link href={run.orbitId ? routes.orbit(run.orbitId) : routes.orbits()}>
          {run.orbitId ? t('run.findingsOrbit') : t('run.findingsOrbits')}
        </Link>
      }
    >
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
    </Panel>
  );
}
