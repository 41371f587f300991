import type {
  ClusterClient,
  KubernetesObject,
} from '@mission-control/plugin-missions-node';
import { isMissionError } from '@mission-control/plugin-missions-common';
import { isUnserved, ownersAt, type Path } from '../objects';

const markers: readonly {
  owner: string;
  label?: string;
  annotation?: string;
}[] = [
  { owner: 'Argo CD', annotation: 'argocd.argoproj.io/tracking-id' },
  { owner: 'Argo CD', label: 'argocd.argoproj.io/instance' },
  { owner: 'Flux', label: 'kustomize.toolkit.fluxcd.io/name' },
  { owner: 'Flux', label: 'helm.toolkit.fluxcd.io/name' },
  { owner: 'Helm release', annotation: 'meta.helm.sh/release-name' },
];
const managers: ReadonlyMap<string, string> = new Map([
  ['argocd-controller', 'Argo CD'],
  ['argocd-application-controller', 'Argo CD'],
  ['kustomize-controller', 'Flux'],
  ['helm-controller', 'Flux'],
  ['helm', 'Helm'],
]);

/**
 * Who else manages an object or one of the paths that a plan changes: Argo CD,
 * Flux, an operator, a Helm release. Such owners block, because they would put
 * their own value back. Undefined: nobody of this sort.
 */
export function otherOwner(
  live: KubernetesObject,
  paths: readonly Path[],
): string | undefined {
  const { labels, annotations, ownerReferences } = (live.metadata ??
    {}) as Record<string, any>;
  const controller = (ownerReferences ?? []).find(
    (owner: any) => owner.controller,
  );
  if (controller) {
    return `${controller.kind} ${controller.name}, its controller`;
  }
  for (const { owner, label, annotation } of markers) {
    const value = label ? labels?.[label] : annotations?.[annotation!];
    if (value) {
      return `${owner} (${value})`;
    }
  }
  for (const path of paths) {
    const entry = ownersAt(live, path).find(candidate =>
      managers.has(candidate.manager ?? ''),
    );
    if (entry) {
      return `${managers.get(entry.manager!)} (${entry.manager})`;
    }
  }
  return undefined;
}

/**
 * The autoscaler that sets the replicas of a workload. `unknown` when the
 * question could not be asked.
 */
export async function autoscalerOf(
  cluster: ClusterClient,
  live: KubernetesObject,
  signal?: AbortSignal,
): Promise<{ name?: string; unknown?: string }> {
  const namespace = live.metadata?.namespace;
  if (!namespace) {
    return {};
  }
  try {
    const { items } = await cluster.list(
      `/apis/autoscaling/v2/namespaces/${encodeURIComponent(
        namespace,
      )}/horizontalpodautoscalers`,
      { signal },
    );
    const found = items.find(
      item =>
        item.spec?.scaleTargetRef?.kind === live.kind &&
        item.spec?.scaleTargetRef?.name === live.metadata?.name,
    );
    return { name: found?.metadata?.name };
  } catch (error) {
    if (isMissionError(error)) {
      return isUnserved(error) ? {} : { unknown: error.message };
    }
    throw error;
  }
}
