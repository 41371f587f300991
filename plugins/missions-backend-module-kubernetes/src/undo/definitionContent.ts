import {
  isMissionError,
  sameObject,
} from '@mission-control/plugin-missions-common';
import type {
  ClusterClient,
  KubernetesObject,
} from '@mission-control/plugin-missions-node';
import { isUnserved, readObject } from '../objects';
import type { ContentOptions, NamespaceContent } from './namespaceContent';

type InstancesOptions = Pick<ContentOptions, 'known' | 'signal'>;

/**
 * The objects of a custom resource definition, in all namespaces, whoever owns
 * them. Left out is what is being deleted, and the objects in `known`.
 */
export async function definitionContent(
  cluster: ClusterClient,
  name: string,
  options: InstancesOptions,
): Promise<NamespaceContent> {
  const definition = await readObject(
    cluster,
    {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      name,
    },
    options.signal,
  );
  return instancesOf(cluster, definition, options);
}

/** The same of a definition that is known; of one that is gone, its objects are gone too. */
export async function instancesOf(
  cluster: ClusterClient,
  definition: KubernetesObject | null,
  { known = [], signal }: InstancesOptions,
): Promise<NamespaceContent> {
  const { group, names, versions = [] } = definition?.spec ?? {};
  const version = versions.find(({ served }: any) => served)?.name;
  if (!version) {
    return { foreign: [], unlisted: [] };
  }
  try {
    const { items } = await cluster.list(
      `/apis/${group}/${version}/${names.plural}`,
      { signal },
    );
    const foreign = items
      .filter(({ metadata }) => !metadata?.deletionTimestamp)
      .map(({ metadata }) => ({
        apiVersion: `${group}/${version}`,
        kind: names.kind,
        namespace: metadata?.namespace,
        name: metadata?.name ?? '',
      }))
      .filter(ref => !known.some(other => sameObject(other, ref)));
    return { foreign, unlisted: [] };
  } catch (error) {
    if (!isMissionError(error)) {
      throw error;
    }
    return {
      foreign: [],
      unlisted: isUnserved(error) ? [] : [`${names.plural}: ${error.message}`],
    };
  }
}
