import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  missionActionsExtensionPoint,
  missionChecksExtensionPoint,
} from '@mission-control/plugin-missions-node';
import { kubernetesActions } from './actions';
import { kubernetesChecks } from './checks';

/** Registers the kubernetes actions and checks with the missions backend. @public */
export const missionsModuleKubernetes = createBackendModule({
  pluginId: 'missions',
  moduleId: 'kubernetes',
  register(registration) {
    registration.registerInit({
      deps: {
        actions: missionActionsExtensionPoint,
        checks: missionChecksExtensionPoint,
      },
      async init({ actions, checks }) {
        actions.addActions(...kubernetesActions);
        checks.addChecks(...kubernetesChecks);
      },
    });
  },
});
