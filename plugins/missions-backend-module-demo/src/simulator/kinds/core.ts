import { clone, isRecord, KubeObject, sameJson } from '../object';
import { TYPE_DEFAULTS } from '../schema/recordedDefaults';
import { StatusCause } from '../status';
import { KindContext } from './resource';
import { invalidValue, required, validatePodSpec } from './validation';

const CLIENT_IP = TYPE_DEFAULTS['io.k8s.api.core.v1.ClientIPConfig'];

/** `stringData` is written into `data` and then forgotten. */
export function defaultSecret(secret: KubeObject): void {
  if (isRecord(secret.stringData)) {
    secret.data = { ...secret.data };
    for (const [key, value] of Object.entries(secret.stringData)) {
      secret.data[key] = Buffer.from(String(value), 'utf8').toString('base64');
    }
  }
  delete secret.stringData;
}

/** Rules of ConfigMap and Secret: what is written, and `immutable`. */
export function validateData(
  object: KubeObject,
  { live }: KindContext,
): StatusCause[] {
  const causes: StatusCause[] = [];
  if (object.kind === 'Secret') {
    for (const [key, value] of Object.entries(object.data ?? {})) {
      if (
        typeof value === 'string' &&
        Buffer.from(value, 'base64').toString('base64') === value
      )
        continue;
      causes.push(
        invalidValue(
          `data[${key}]`,
          '<secret contents redacted>',
          'must be base64',
        ),
      );
    }
  }
  if (!live?.immutable) return causes;
  const changed = ['data', 'binaryData'].find(
    field => !sameJson(object[field], live[field]),
  );
  if (changed || object.immutable !== true) {
    causes.push({
      reason: 'FieldValueForbidden',
      message: 'Forbidden: field is immutable when `immutable` is set',
      field: changed ?? 'immutable',
    });
  }
  return causes;
}

/** A namespace carries its name as a label. */
export function defaultNamespace(namespace: KubeObject): void {
  namespace.metadata.labels = {
    ...namespace.metadata.labels,
    'kubernetes.io/metadata.name': namespace.metadata.name,
  };
}

/** A namespace has a finalizer in its spec, and a phase. */
export function prepareNamespace(
  namespace: KubeObject,
  { live }: KindContext,
): void {
  if (!live) {
    namespace.spec = { finalizers: ['kubernetes'] };
    namespace.status = { phase: 'Active' };
  } else {
    namespace.spec = live.spec;
  }
}

/** Traffic policies and target ports of a Service. */
export function defaultService(service: KubeObject): void {
  const { spec } = service;
  if (!isRecord(spec)) return;
  for (const port of spec.ports ?? []) {
    port.targetPort ??= port.port;
  }
  if (spec.type === 'ExternalName') return;
  if (spec.sessionAffinity === 'ClientIP') {
    spec.sessionAffinityConfig ??= { clientIP: clone(CLIENT_IP) };
  }
  spec.internalTrafficPolicy ??= 'Cluster';
  if (spec.type !== 'NodePort' && spec.type !== 'LoadBalancer') return;
  spec.externalTrafficPolicy ??= 'Cluster';
  if (spec.type === 'LoadBalancer') spec.allocateLoadBalancerNodePorts ??= true;
}

/** Allocates cluster IP and node ports, or keeps those the Service has. */
export function prepareService(
  service: KubeObject,
  { live, allocate }: KindContext,
): void {
  const { spec } = service;
  service.status = live?.status ?? { loadBalancer: {} };
  if (!isRecord(spec) || spec.type === 'ExternalName') return;
  const before = live?.spec ?? {};
  const keeps = before.clusterIP && before.type !== 'ExternalName';
  if (!spec.clusterIP)
    spec.clusterIP = keeps ? before.clusterIP : allocate('clusterIP');
  spec.clusterIPs ??= [spec.clusterIP];
  spec.ipFamilies ??= ['IPv4'];
  spec.ipFamilyPolicy ??= 'SingleStack';
  if (!hasNodePorts(spec)) {
    dropNodePorts(spec, before);
    return;
  }
  for (const port of spec.ports ?? []) {
    const old = (before.ports ?? []).find(
      (other: any) =>
        other.port === port.port && other.protocol === port.protocol,
    );
    port.nodePort ??= old?.nodePort ?? Number(allocate('nodePort'));
  }
}

function hasNodePorts({ type }: { type?: string }): boolean {
  return type === 'NodePort' || type === 'LoadBalancer';
}

/** What only the type of before needed goes with it, unless it was changed. */
function dropNodePorts(spec: any, before: any): void {
  const portsOf = ({ ports = [] }: any) =>
    ports.map(({ nodePort }: any) => nodePort);
  if (!hasNodePorts(before)) return;
  if (sameJson(portsOf(spec), portsOf(before))) {
    for (const port of spec.ports ?? []) delete port.nodePort;
  }
  if (spec.externalTrafficPolicy === before.externalTrafficPolicy) {
    delete spec.externalTrafficPolicy;
  }
}

/** Ports are needed and the cluster IP stays. */
export function validateService(
  service: KubeObject,
  { live }: KindContext,
): StatusCause[] {
  const spec = service.spec ?? {};
  const causes: StatusCause[] = [];
  if (
    spec.type !== 'ExternalName' &&
    spec.clusterIP !== 'None' &&
    !spec.ports?.length
  ) {
    causes.push(required('spec.ports'));
  }
  for (const [i, port] of (spec.ports ?? []).entries()) {
    if (!(port.port >= 1 && port.port <= 65535)) {
      causes.push(
        invalidValue(
          `spec.ports[${i}].port`,
          port.port,
          'must be between 1 and 65535, inclusive',
        ),
      );
    }
    if (spec.ports.length > 1 && !port.name)
      causes.push(required(`spec.ports[${i}].name`));
  }
  const before = live?.spec;
  if (
    before?.clusterIP &&
    spec.type !== 'ExternalName' &&
    before.type !== 'ExternalName'
  ) {
    if (spec.clusterIP !== before.clusterIP) {
      causes.push(
        invalidValue(
          'spec.clusterIPs[0]',
          [spec.clusterIP],
          'may not change once set',
        ),
      );
    }
  }
  return causes;
}

/** A Pod's first status. */
export function preparePod(pod: KubeObject, { live }: KindContext): void {
  if (!live) {
    const { requests, limits } = totals(pod);
    let qosClass = 'Burstable';
    if (!requests && !limits) qosClass = 'BestEffort';
    pod.status = { phase: 'Pending', qosClass, ...pod.status };
  }
}

/** What ordinary pods can break. */
export function validatePod(pod: KubeObject): StatusCause[] {
  return validatePodSpec(pod.spec, 'spec');
}

/** A claim starts Pending. */
export function prepareClaim(claim: KubeObject, { live }: KindContext): void {
  if (!live) claim.status = { phase: 'Pending', ...claim.status };
}

/** A claim says how it is used and how much it asks for. */
export function validateClaim(claim: KubeObject): StatusCause[] {
  const spec = claim.spec ?? {};
  const causes: StatusCause[] = [];
  if (!spec.accessModes?.length)
    causes.push(
      required('spec.accessModes', 'at least 1 access mode is required'),
    );
  if (!spec.resources?.requests?.storage)
    causes.push(required('spec.resources[storage]'));
  return causes;
}

/** A claim that is not bound yet can be bound. */
export function claimMayChange(claim: KubeObject): readonly string[] {
  return claim.spec?.volumeName ? [] : ['spec.volumeName'];
}

function totals(pod: KubeObject) {
  const containers: any[] = pod.spec?.containers ?? [];
  return {
    requests: containers.some(container => container.resources?.requests),
    limits: containers.some(container => container.resources?.limits),
  };
}
