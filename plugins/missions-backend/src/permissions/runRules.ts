import type { PermissionCriteria } from '@backstage/plugin-permission-common';
import {
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import { RESOURCE_TYPE_RUN } from '@mission-control/plugin-missions-common';
import { z } from 'zod';

/** What rules on runs look at. */
export interface RunResource {
  readonly id: string;
  readonly missionRef: string;
  readonly type: string;
  readonly initiator: string;
  /** Of all targets; empty for a run without a cluster. */
  readonly clusters: readonly string[];
  readonly environments: readonly string[];
  /**
   * Of everything that the plans touch; undefined while nothing is planned,
   * and `''` stands for objects outside any namespace.
   */
  readonly namespaces?: readonly string[];
}

/** A condition that the list of runs turns into SQL. */
export type RunQuery = {
  key:
    | 'missionRef'
    | 'type'
    | 'initiator'
    | 'clusters'
    | 'environments'
    | 'namespaces';
  values: string[];
};

/** Runs that a policy leaves: none, or those that fit. Without one: all. */
export type RunScope = PermissionCriteria<RunQuery> | 'none';

/** The resource type of runs. */
export const runResourceRef = createPermissionResourceRef<
  RunResource,
  RunQuery
>().with({ pluginId: 'missions', resourceType: RESOURCE_TYPE_RUN });

const rule = (options: {
  name: string;
  description: string;
  key: RunQuery['key'];
  values: string;
}) =>
  createPermissionRule({
    name: options.name,
    description: options.description,
    resourceRef: runResourceRef,
    paramsSchema: z.object({
      values: z.array(z.string()).describe(options.values),
    }),
    apply: (run, { values }) => appliesToRun(run, options.key, values),
    toQuery: ({ values }) => ({ key: options.key, values }),
  });

/** The run is one of these missions. */
export const isRunOfMission = rule({
  name: 'IS_RUN_OF_MISSION',
  description: 'Allow runs of the given missions',
  key: 'missionRef',
  values: 'Mission refs',
});

/** The run is of one of these types. */
export const hasRunType = rule({
  name: 'HAS_TYPE',
  description: 'Allow runs of the given types',
  key: 'type',
  values: 'install, fix, orbit or sequence',
});

/** The run was started by one of these people. */
export const isRunInitiator = rule({
  name: 'IS_INITIATOR',
  description: 'Allow runs that one of the given users started',
  key: 'initiator',
  values: 'User refs, usually the asking user',
});

/** The run goes to these clusters and no other. */
export const isRunOnClusters = rule({
  name: 'IS_ON_CLUSTERS',
  description: 'Allow runs whose clusters are all among the given ones',
  key: 'clusters',
  values: 'Names of clusters',
});

/** The run goes to clusters of these environments and no other. */
export const isRunInEnvironments = rule({
  name: 'IS_IN_ENVIRONMENTS',
  description: 'Allow runs whose clusters all belong to the given environments',
  key: 'environments',
  values: 'Environments',
});

/** The plans of the run touch these namespaces and nothing else. */
export const isRunInNamespaces = rule({
  name: 'IS_IN_NAMESPACES',
  description:
    'Allow runs whose plans touch only the given namespaces; a run without a plan is not allowed',
  key: 'namespaces',
  values: 'Namespaces',
});

/** All rules on runs. */
export const runRules = [
  isRunOfMission,
  hasRunType,
  isRunInitiator,
  isRunOnClusters,
  isRunInEnvironments,
  isRunInNamespaces,
];

/** Whether a run fits a condition: a list fits when it is not empty and lies inside. */
export function appliesToRun(
  run: RunResource,
  key: RunQuery['key'],
  values: readonly string[],
): boolean {
  const value = run[key];
  if (typeof value === 'string') {
    return values.includes(value);
  }
  return Boolean(value?.length) && value!.every(each => values.includes(each));
}
