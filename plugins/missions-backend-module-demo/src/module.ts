import { resolve } from 'node:path';
import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { missionClustersExtensionPoint } from '@mission-control/plugin-missions-node';
import { DEMO_CLUSTERS, DemoClusterProvider } from './clusters';

/**
 * Adds three simulated clusters to Mission Control.
 * @public
 */
export const missionsDemoModule = createBackendModule({
  pluginId: 'missions',
  moduleId: 'demo',
  register(registration) {
    registration.registerInit({
      deps: {
        clusters: missionClustersExtensionPoint,
        config: coreServices.rootConfig,
        lifecycle: coreServices.rootLifecycle,
        logger: coreServices.logger,
      },
      async init({ clusters, config, lifecycle, logger }) {
        const settings = config.getOptionalConfig('missions.demo');
        if (settings?.getOptionalBoolean('enabled') === false) {
          logger.info('Demo clusters are off (missions.demo.enabled)');
          return;
        }
        const directory = settings?.getOptionalString('directory');
        const provider = await DemoClusterProvider.start({
          clusters: DEMO_CLUSTERS,
          directory: directory && resolve(directory),
          speed: readSpeed(settings?.getOptionalNumber('speed')),
          onError: error =>
            logger.error('A demo cluster failed in the background', error),
        });
        lifecycle.addShutdownHook(() => provider.stop());
        clusters.addProvider(provider);
        const names = DEMO_CLUSTERS.map(({ name }) => name).join(', ');
        logger.info(
          `Demo clusters ${names} are up; they ${
            directory ? 'keep their state' : 'forget everything at the end'
          }`,
        );
      },
    });
  },
});

function readSpeed(speed: number | undefined): number {
  const value = speed ?? 1;
  if (value > 0 && value <= 1000) return value;
  throw new Error(
    `missions.demo.speed must be above 0 and at most 1000, it is ${value}`,
  );
}
