import type { PermissionsRegistryService } from '@backstage/backend-plugin-api';
import {
  clusterPermissions,
  isMissionError,
  missionPermissions,
  runPermissions,
} from '@mission-control/plugin-missions-common';
import { clusterResourceRef, clusterRules } from './clusterRules';
import type { ClusterResource } from './clusterRules';
import { missionResourceRef, missionRules } from './missionRules';
import type { MissionResource } from './missionRules';
import { runResourceRef, runRules } from './runRules';
import type { RunResource } from './runRules';

/** Loads what rules look at; undefined for what is not there. */
export interface ResourceLoaders {
  missions(
    refs: readonly string[],
  ): Promise<Array<MissionResource | undefined>>;
  runs(ids: readonly string[]): Promise<Array<RunResource | undefined>>;
  /** Throws CLUSTER_UNKNOWN. */
  cluster(name: string): Promise<ClusterResource>;
}

/** Tells the permission framework about missions, runs and clusters. */
export function registerPermissions(
  registry: PermissionsRegistryService,
  load: ResourceLoaders,
): void {
  registry.addResourceType({
    resourceRef: missionResourceRef,
    permissions: missionPermissions,
    rules: missionRules,
    getResources: refs => load.missions(refs),
  });
  registry.addResourceType({
    resourceRef: runResourceRef,
    permissions: runPermissions,
    rules: runRules,
    getResources: ids => load.runs(ids),
  });
  registry.addResourceType({
    resourceRef: clusterResourceRef,
    permissions: clusterPermissions,
    rules: clusterRules,
    getResources: async names =>
      Promise.all(
        names.map(name =>
          load.cluster(name).catch(error => {
            if (isMissionError(error) && error.code === 'CLUSTER_UNKNOWN') {
              return undefined;
            }
            throw error;
          }),
        ),
      ),
  });
}
