import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { createRunMissionAction } from './actions/runMission';

/**
 * Adds the template action `missions:run`.
 * @public
 */
export const scaffolderModuleMissions = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'missions',
  register(reg) {
    reg.registerInit({
      deps: {
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        scaffolder: scaffolderActionsExtensionPoint,
      },
      async init({ auth, config, discovery, scaffolder }) {
        scaffolder.addActions(
          createRunMissionAction({ auth, config, discovery }),
        );
      },
    });
  },
});
