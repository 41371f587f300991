import {
  isMissionError,
  sameObject,
} from '@mission-control/plugin-missions-common';
import type {
  ClusterClient,
  KubernetesObject,
} from '@mission-control/plugin-missions-node';
import {
  definedIn,
  isUnserved,
  readObject,
  type DefinedKind,
} from '../objects';
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
  const nothing = { foreign: [], unlisted: [] };
  if (!definition) {
    return nothing;
  }
  let served: DefinedKind | undefined;
  try {
    [served] = definedIn(definition);
    if (!served) {
      return nothing;
    }
    const { apiVersion, kind, plural } = served;
    const { items } = await cluster.list(`/apis/${apiVersion}/${plural}`, {
      signal,
    });
    const foreign = items
      .filter(({ metadata }) => !metadata?.deletionTimestamp)
      .map(({ metadata }) => ({
        apiVersion,
        kind,
        namespace: metadata?.namespace,
        name: metadata?.name ?? '',
      }))
      .filter(ref => !known.some(other => sameObject(other, ref)));
    return { foreign, unlisted: [] };
  } catch (error) {
    if (!isMissionError(error)) {
      throw error;
    }
    return isUnserved(error)
      ? nothing
      : {
          foreign: [],
          unlisted: [`${served?.plural ?? 'its objects'}: ${error.message}`],
        };
  }
}
