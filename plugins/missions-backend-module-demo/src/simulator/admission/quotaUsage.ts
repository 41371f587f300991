import { Cluster } from '../cluster';
import { KubeObject } from '../object';
import { canonicalQuantity, quantityValue } from '../schema/quantity';

const COUNTED: Record<string, string> = {
  pods: 'pods',
  services: 'services',
  configmaps: 'configmaps',
  secrets: 'secrets',
  persistentvolumeclaims: 'persistentvolumeclaims',
  resourcequotas: 'resourcequotas',
};

/** What one object uses of each quota resource. */
export function usageOf(
  resource: string,
  object: KubeObject,
): Record<string, number> {
  const usage: Record<string, number> = { [`count/${resource}`]: 1 };
  if (resource in COUNTED) usage[COUNTED[resource]] = 1;
  if (resource === 'pods') {
    const phase = object.status?.phase;
    if (phase === 'Succeeded' || phase === 'Failed') return {};
    Object.assign(usage, podUsage(object));
  }
  if (resource === 'persistentvolumeclaims') {
    const storage = quantityValue(object.spec?.resources?.requests?.storage);
    usage['requests.storage'] = storage;
    const name = object.spec?.storageClassName;
    if (name) {
      usage[`${name}.storageclass.storage.k8s.io/requests.storage`] = storage;
      usage[`${name}.storageclass.storage.k8s.io/persistentvolumeclaims`] = 1;
    }
  }
  if (resource === 'services') {
    if (object.spec?.type === 'LoadBalancer')
      usage['services.loadbalancers'] = 1;
    if (object.spec?.type === 'NodePort')
      usage['services.nodeports'] = object.spec.ports?.length ?? 0;
  }
  return usage;
}

/** What all objects of a namespace use of one quota resource. */
export function totalUsage(
  cluster: Cluster,
  namespace: string,
  name: string,
): number {
  return cluster.storage
    .resources()
    .flatMap(resource =>
      cluster.storage
        .list(resource, namespace)
        .map(object => usageOf(resource, object)),
    )
    .reduce((sum, usage) => sum + (usage[name] ?? 0), 0);
}

/** A number as a quantity in the unit of a quota resource. */
export function formatUsage(name: string, value: number): string {
  if (/cpu$/.test(name))
    return canonicalQuantity(`${Math.round(value * 1000)}m`);
  if (/memory$|storage$/.test(name) && value > 0 && value % 1024 === 0) {
    return canonicalQuantity(`${value / 1024}Ki`);
  }
  return canonicalQuantity(value);
}

function podUsage(pod: KubeObject): Record<string, number> {
  const usage: Record<string, number> = {};
  for (const container of pod.spec?.containers ?? []) {
    for (const kind of ['requests', 'limits'] as const) {
      for (const [name, value] of Object.entries<string>(
        container.resources?.[kind] ?? {},
      )) {
        const key = `${kind}.${name}`;
        usage[key] = (usage[key] ?? 0) + quantityValue(value);
      }
    }
  }
  for (const name of ['cpu', 'memory']) {
    if (usage[`requests.${name}`] !== undefined)
      usage[name] = usage[`requests.${name}`];
  }
  return usage;
}
