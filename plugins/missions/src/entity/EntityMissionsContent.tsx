import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { useEntity } from '@backstage/plugin-catalog-react';
import { StateGate, useClusters } from '@mission-control/plugin-missions-react';
import { useMissionsRoutes } from '../shell/useMissionsRoutes';
import { missionsTranslationRef } from '../translation';
import { demoOf } from './demoOf';
import { EntityMissionsView } from './EntityMissionsView';
import { entityDefaults } from './entityDefaults';
import { launchQuery, unknownClusters } from './entityFill';
import { useEntityMissions } from './useEntityMissions';

/** The tab "Missions" of a catalog entity. */
export function EntityMissionsContent() {
  const { entity } = useEntity();
  const routes = useMissionsRoutes();
  const { t } = useTranslationRef(missionsTranslationRef);
  const defaults = entityDefaults(entity);
  const clusters = useClusters();
  const state = useEntityMissions(defaults);
  return (
    <StateGate state={state} loadingLabel={t('entity.loading')}>
      {({ missions, runs }) => (
        <EntityMissionsView
          missions={missions}
          runs={runs}
          demo={demoOf(defaults.clusters, clusters)}
          unknown={unknownClusters(defaults.clusters, clusters)}
          located={defaults.clusters.length > 0}
          launchHref={(ref, fill) =>
            `${routes.launch(ref)}?${launchQuery(defaults, fill)}`
          }
          runHref={routes.run}
        />
      )}
    </StateGate>
  );
}
