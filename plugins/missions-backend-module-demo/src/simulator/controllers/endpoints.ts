import { selectorMatches } from '../kinds/workloads';
import { KubeObject, sameJson } from '../object';
import { controllerReference, ControllerContext } from './controller';
import { shortHash } from './hash';
import { isReady } from './podStatus';

const SLICES = 'endpointslices.discovery.k8s.io';

/** Keeps Endpoints and one EndpointSlice of a Service with a selector. */
export function reconcileEndpoints(
  context: ControllerContext,
  service: KubeObject,
): void {
  const selector = service.spec?.selector;
  if (
    service.metadata.deletionTimestamp ||
    !selector ||
    service.spec.type === 'ExternalName'
  )
    return;
  const { namespace = '' } = service.metadata;
  const pods = context
    .list('pods', namespace)
    .filter(
      pod =>
        selectorMatches({ matchLabels: selector }, pod.metadata.labels) &&
        pod.status?.podIP &&
        !['Succeeded', 'Failed'].includes(pod.status.phase),
    );
  writeEndpoints(context, service, pods);
  writeSlice(context, service, pods);
}

function writeEndpoints(
  context: ControllerContext,
  service: KubeObject,
  pods: KubeObject[],
): void {
  const { name, namespace = '' } = service.metadata;
  const addresses = (ready: boolean) =>
    pods
      .filter(pod => isReady(pod) === ready)
      .map(pod => ({
        ip: pod.status.podIP,
        nodeName: pod.spec.nodeName,
        targetRef: reference(pod),
      }));
  const ready = addresses(true);
  const notReady = addresses(false);
  const ports = portsOf(service, pods[0]).map(
    ({ name: portName, port, protocol }) => ({
      ...(portName ? { name: portName } : {}),
      port,
      protocol,
    }),
  );
  const subsets = pods.length
    ? [
        {
          ...(ready.length ? { addresses: ready } : {}),
          ...(notReady.length ? { notReadyAddresses: notReady } : {}),
          ports,
        },
      ]
    : undefined;
  const live = context.get('endpoints', namespace, name);
  if (!live) {
    context.create({
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: {
        name,
        namespace,
        labels: {
          ...service.metadata.labels,
          'endpoints.kubernetes.io/managed-by': 'endpoint-controller',
        },
      },
      ...(subsets ? { subsets } : {}),
    });
    return;
  }
  context.update(live, draft => {
    if (subsets) draft.subsets = subsets;
    else delete draft.subsets;
  });
}

function writeSlice(
  context: ControllerContext,
  service: KubeObject,
  pods: KubeObject[],
): void {
  const { name, namespace = '', uid } = service.metadata;
  const endpoints = pods.map(pod => {
    const ready = isReady(pod);
    return {
      addresses: [pod.status.podIP],
      conditions: {
        ready,
        serving: ready,
        terminating: Boolean(pod.metadata.deletionTimestamp),
      },
      nodeName: pod.spec.nodeName,
      targetRef: reference(pod),
    };
  });
  const ports = pods.length
    ? portsOf(service, pods[0]).map(port => ({
        name: port.name ?? '',
        port: port.port,
        protocol: port.protocol,
      }))
    : [];
  const live = context
    .list(SLICES, namespace)
    .find(slice =>
      slice.metadata.ownerReferences?.some(item => item.uid === uid),
    );
  if (!live) {
    context.create({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        name: `${name}-${shortHash(uid).slice(0, 5)}`,
        generateName: `${name}-`,
        namespace,
        labels: {
          ...service.metadata.labels,
          'endpointslice.kubernetes.io/managed-by':
            'endpointslice-controller.k8s.io',
          'kubernetes.io/service-name': name,
        },
        ownerReferences: [controllerReference(service)],
      },
      addressType: 'IPv4',
      endpoints,
      ports,
    });
    return;
  }
  if (sameJson(live.endpoints, endpoints) && sameJson(live.ports, ports))
    return;
  context.update(live, draft => {
    draft.endpoints = endpoints;
    draft.ports = ports;
  });
}

function portsOf(
  service: KubeObject,
  pod: KubeObject | undefined,
): { name?: string; port: number; protocol: string }[] {
  return (service.spec.ports ?? []).map((port: any) => ({
    name: port.name,
    port:
      typeof port.targetPort === 'number'
        ? port.targetPort
        : namedPort(pod, port.targetPort) ?? port.port,
    protocol: port.protocol ?? 'TCP',
  }));
}

function namedPort(
  pod: KubeObject | undefined,
  name: string,
): number | undefined {
  const ports = (pod?.spec.containers ?? []).flatMap(
    (container: any) => container.ports ?? [],
  );
  return ports.find((port: any) => port.name === name)?.containerPort;
}

function reference(pod: KubeObject) {
  return {
    kind: 'Pod',
    name: pod.metadata.name,
    namespace: pod.metadata.namespace,
    uid: pod.metadata.uid,
  };
}
