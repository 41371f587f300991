import {
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import {
  RESOURCE_TYPE_CLUSTER,
  type Cluster,
} from '@mission-control/plugin-missions-common';
import { z } from 'zod';

/** What rules on clusters look at. */
export type ClusterResource = Pick<
  Cluster,
  'name' | 'environment' | 'provider'
>;

/** Clusters are few: lists are filtered in memory, by the resource itself. */
export type ClusterQuery = { key: keyof ClusterResource; values: string[] };

/** The resource type of clusters. */
export const clusterResourceRef = createPermissionResourceRef<
  ClusterResource,
  ClusterQuery
>().with({ pluginId: 'missions', resourceType: RESOURCE_TYPE_CLUSTER });

const rule = (options: {
  name: string;
  description: string;
  key: keyof ClusterResource;
  values: string;
}) =>
  createPermissionRule({
    name: options.name,
    description: options.description,
    resourceRef: clusterResourceRef,
    paramsSchema: z.object({
      values: z.array(z.string()).describe(options.values),
    }),
    apply: (cluster, { values }) => values.includes(cluster[options.key]),
    toQuery: ({ values }) => ({ key: options.key, values }),
  });

/** The cluster is one of these. */
export const isCluster = rule({
  name: 'IS_CLUSTER',
  description: 'Allow the clusters with the given names',
  key: 'name',
  values: 'Names of clusters',
});

/** The cluster belongs to one of these environments. */
export const hasClusterEnvironment = rule({
  name: 'HAS_ENVIRONMENT',
  description: 'Allow clusters of the given environments',
  key: 'environment',
  values: 'Environments, such as staging',
});

/** The cluster was named by one of these providers. */
export const hasClusterProvider = rule({
  name: 'HAS_PROVIDER',
  description: 'Allow clusters of the given providers',
  key: 'provider',
  values: 'demo, kubeconfig or kubernetes-plugin',
});

/** All rules on clusters. */
export const clusterRules = [
  isCluster,
  hasClusterEnvironment,
  hasClusterProvider,
];
