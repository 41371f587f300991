import type { ObjectRef } from '@mission-control/plugin-missions-common';
import type {
  ClusterClient,
  KubernetesObject,
} from '@mission-control/plugin-missions-node';

const MAX_EVENTS = 10;
const MAX_MESSAGE = 500;
/** Where events about objects without a namespace are kept. */
const DEFAULT_NAMESPACE = 'default';

/** A warning of the cluster about an object. */
interface Warning {
  readonly reason: string;
  readonly message: string;
  readonly count?: number;
  readonly lastTimestamp?: string;
}

/** The newest warnings about an object, the newest last. */
export async function readWarnings(
  cluster: ClusterClient,
  ref: ObjectRef,
  signal: AbortSignal,
): Promise<Warning[]> {
  const namespace = encodeURIComponent(ref.namespace ?? DEFAULT_NAMESPACE);
  const { items } = await cluster.list(
    `/api/v1/namespaces/${namespace}/events`,
    {
      fieldSelector: [
        `involvedObject.name=${ref.name}`,
        `involvedObject.kind=${ref.kind}`,
        'type=Warning',
      ].join(','),
      signal,
    },
  );
  return items
    .map(toWarning)
    .sort((a, b) => timeOf(a) - timeOf(b))
    .slice(-MAX_EVENTS);
}

/** Events carry their time and number in one of several places. */
function toWarning(event: KubernetesObject): Warning {
  const { series, metadata } = event;
  const count = series?.count ?? event.count;
  const lastTimestamp =
    series?.lastObservedTime ??
    event.lastTimestamp ??
    event.eventTime ??
    metadata?.creationTimestamp;
  return {
    reason: String(event.reason ?? ''),
    message: String(event.message ?? event.note ?? '').slice(0, MAX_MESSAGE),
    ...(typeof count === 'number' && { count }),
    ...(lastTimestamp && { lastTimestamp: String(lastTimestamp) }),
  };
}

function timeOf({ lastTimestamp }: Warning): number {
  return Date.parse(lastTimestamp ?? '') || 0;
}
