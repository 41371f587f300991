import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  missionsApiRef,
  StateGate,
  useClusters,
  usePolled,
} from '@mission-control/plugin-missions-react';
import { useMissionsRoutes } from '../shell/useMissionsRoutes';
import { missionsTranslationRef } from '../translation';
import { demoOf } from './demoOf';
import { EntityMissionsView } from './EntityMissionsView';
import { entityDefaults, fitsEntity, launchQuery } from './entityDefaults';

const POLL_MS = 10_000;

/** The tab "Missions" of a catalog entity. */
export function EntityMissionsContent() {
  const { entity } = useEntity();
  const api = useApi(missionsApiRef);
  const routes = useMissionsRoutes();
  const { t } = useTranslationRef(missionsTranslationRef);
  const defaults = entityDefaults(entity);
  const clusters = useClusters();
  const state = usePolled(
    async () => {
      const [missions, runs] = await Promise.all([
        api.listMissions({ limit: 200 }),
        api.listRuns({ entity: defaults.entityRef, limit: 20 }),
      ]);
      return { missions: missions.items.filter(fitsEntity), runs: runs.items };
    },
    { key: defaults.entityRef, intervalMs: POLL_MS },
  );
  return (
    <StateGate state={state} loadingLabel={t('entity.loading')}>
      {({ missions, runs }) => (
        <EntityMissionsView
          missions={missions}
          runs={runs}
          demo={demoOf(defaults.clusters, clusters)}
          located={defaults.clusters.length > 0}
          launchHref={ref => `${routes.launch(ref)}?${launchQuery(defaults)}`}
          runHref={routes.run}
        />
      )}
    </StateGate>
  );
}
