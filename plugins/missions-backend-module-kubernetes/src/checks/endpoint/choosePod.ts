import type {
  ClusterClient,
  KubernetesObject,
} from '@mission-control/plugin-missions-node';
import { readObject } from '../../objects';

/** A pod and its port, or why there is none: absent, not yet, or never this way. */
export type ChosenPod =
  | { readonly kind: 'pod'; readonly pod: string; readonly port: number }
  | {
      readonly kind: 'none';
      readonly reason: string;
      readonly why: 'absent' | 'waiting' | 'impossible';
    };

interface ServicePort {
  readonly name?: string;
  readonly port: number;
}

/**
 * The first ready pod behind a port of a Service, by name, as its
 * EndpointSlices tell. What is terminating, or no pod, is left out. Errors of
 * the API are thrown.
 */
export async function choosePod(
  cluster: ClusterClient,
  wanted: { namespace: string; service: string; port: number | string },
  signal: AbortSignal,
): Promise<ChosenPod> {
  const { namespace, service: name } = wanted;
  const encoded = encodeURIComponent(namespace);
  const ref = { apiVersion: 'v1', kind: 'Service', namespace, name };
  const service = await readObject(cluster, ref, signal);
  if (!service) {
    return none(`There is no Service ${namespace}/${name}`, 'absent');
  }
  const ports: ServicePort[] = service.spec?.ports ?? [];
  const port = ports.find(item =>
    [item.name, item.port, String(item.port)].includes(wanted.port),
  );
  if (!port) {
    return none(
      `Service ${namespace}/${name} has no port ${wanted.port}; it has ${
        ports.map(item => item.name ?? item.port).join(', ') || 'none'
      }`,
      'absent',
    );
  }
  const { items: slices } = await cluster.list(
    `/apis/discovery.k8s.io/v1/namespaces/${encoded}/endpointslices`,
    { labelSelector: `kubernetes.io/service-name=${name}`, signal },
  );
  return fromSlices(slices, port, `${namespace}/${name}`);
}

function fromSlices(
  slices: readonly KubernetesObject[],
  port: ServicePort,
  service: string,
): ChosenPod {
  const endpoints = slices.flatMap(slice => {
    const number = ((slice.ports ?? []) as ServicePort[]).find(
      item => (item.name ?? '') === (port.name ?? ''),
    )?.port;
    return (slice.endpoints ?? []).map((endpoint: any) => ({
      ...endpoint,
      number,
    }));
  });
  const ready = endpoints.filter(
    ({ conditions, number }) =>
      number !== undefined &&
      conditions?.ready !== false &&
      conditions?.terminating !== true,
  );
  const pods = ready
    .filter(({ targetRef }) => targetRef?.kind === 'Pod')
    .sort((a, b) => (a.targetRef.name < b.targetRef.name ? -1 : 1));
  if (pods.length > 0) {
    const [{ targetRef, number }] = pods;
    return { kind: 'pod', pod: targetRef.name, port: number };
  }
  return ready.length > 0
    ? none(
        `Service ${service} has addresses that are no pods, which a port-forward cannot reach`,
        'impossible',
      )
    : none(
        `No pod behind Service ${service} is ready (${endpoints.length} not ready)`,
        'waiting',
      );
}

function none(
  reason: string,
  why: 'absent' | 'waiting' | 'impossible',
): ChosenPod {
  return { kind: 'none', reason, why };
}
