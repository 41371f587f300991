import { formatUsage, totalUsage } from '../admission/quotaUsage';
import { selectorMatches } from '../kinds/workloads';
import { KubeObject } from '../object';
import { ControllerContext } from './controller';
import { isReady, setCondition } from './podStatus';

/** Writes what a namespace uses of its quota. */
export function reconcileQuota(
  context: ControllerContext,
  quota: KubeObject,
): void {
  const hard: Record<string, string> = quota.spec?.hard ?? {};
  const { namespace = '' } = quota.metadata;
  const used = Object.fromEntries(
    Object.keys(hard).map(name => [
      name,
      formatUsage(name, totalUsage(context.cluster, namespace, name)),
    ]),
  );
  context.updateStatus(quota, draft => {
    draft.status = { hard: { ...hard }, used };
  });
}

/** Writes how many pods of a budget may be evicted. */
export function reconcileBudget(
  context: ControllerContext,
  budget: KubeObject,
): void {
  if (budget.metadata.deletionTimestamp) return;
  const pods = context
    .list('pods', budget.metadata.namespace)
    .filter(pod => selectorMatches(budget.spec?.selector, pod.metadata.labels));
  const healthy = pods.filter(isReady).length;
  const { minAvailable, maxUnavailable } = budget.spec ?? {};
  const amount = (value: number | string) =>
    typeof value === 'number'
      ? value
      : Math.ceil((Number.parseFloat(value) / 100) * pods.length);
  const desired =
    maxUnavailable !== undefined
      ? Math.max(0, pods.length - amount(maxUnavailable))
      : amount(minAvailable ?? 1);
  const allowed = pods.length === 0 ? 0 : Math.max(0, healthy - desired);
  const now = context.cluster.timestamp();
  context.updateStatus(budget, draft => {
    const { conditions } = draft.status ?? {};
    draft.status = {
      ...(conditions ? { conditions } : {}),
      currentHealthy: healthy,
      desiredHealthy: desired,
      disruptionsAllowed: allowed,
      expectedPods: pods.length,
      observedGeneration: draft.metadata.generation,
    };
    setCondition(
      draft,
      {
        type: 'DisruptionAllowed',
        status: allowed > 0 ? 'True' : 'False',
        observedGeneration: draft.metadata.generation,
        reason: allowed > 0 ? 'SufficientPods' : 'InsufficientPods',
        message: '',
      },
      now,
    );
  });
}
