import { KubeObject } from '../simulator';

/** A container with its port, and its resources when it has any. */
export interface ContainerSeed {
  name: string;
  image: string;
  port?: number;
  resources?: { cpu: string; memory: string };
}

/** A namespace. */
export function namespace(
  name: string,
  labels: Record<string, string> = {},
): KubeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

/** A node that is ready. */
export function node(
  name: string,
  version: string,
  cpu: string,
  memory: string,
  zone: string,
): KubeObject {
  const capacity = { cpu, memory, pods: '110', 'ephemeral-storage': '100Gi' };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'topology.kubernetes.io/zone': zone,
      },
    },
    spec: {},
    status: {
      capacity,
      allocatable: capacity,
      addresses: [{ type: 'Hostname', address: name }],
      conditions: [
        {
          type: 'Ready',
          status: 'True',
          reason: 'KubeletReady',
          message: 'kubelet is posting ready status',
        },
      ],
      nodeInfo: {
        architecture: 'amd64',
        operatingSystem: 'linux',
        kubeletVersion: version,
        containerRuntimeVersion: 'containerd://2.1.0',
        osImage: 'Simulated Linux',
        kernelVersion: '6.12.0',
        machineID: '',
        systemUUID: '',
        bootID: '',
        kubeProxyVersion: '',
      },
    },
  };
}

/** A storage class. */
export function storageClass(
  name: string,
  provisioner: string,
  options: { isDefault?: boolean; waits?: boolean; expands?: boolean } = {},
): KubeObject {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: {
      name,
      ...(options.isDefault
        ? {
            annotations: {
              'storageclass.kubernetes.io/is-default-class': 'true',
            },
          }
        : {}),
    },
    provisioner,
    reclaimPolicy: 'Delete',
    volumeBindingMode: options.waits ? 'WaitForFirstConsumer' : 'Immediate',
    allowVolumeExpansion: options.expands ?? false,
  };
}

/** A Deployment of one container. */
export function deployment(
  namespaceName: string,
  name: string,
  replicas: number,
  container: Omit<ContainerSeed, 'name'>,
): KubeObject {
  const labels = { 'app.kubernetes.io/name': name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name,
      namespace: namespaceName,
      labels: { ...labels, 'app.kubernetes.io/part-of': namespaceName },
    },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          ...podSecurity(),
          containers: [containerOf({ name, ...container })],
        },
      },
    },
  };
}

/** A Service in front of the pods of that name. */
export function service(
  namespaceName: string,
  name: string,
  port: number,
  targetPort: number,
): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name,
      namespace: namespaceName,
      labels: { 'app.kubernetes.io/name': name },
    },
    spec: {
      selector: { 'app.kubernetes.io/name': name },
      ports: [{ name: 'http', port, targetPort }],
    },
  };
}

/** A StatefulSet of one container with one volume each. */
export function statefulSet(
  namespaceName: string,
  name: string,
  replicas: number,
  container: Omit<ContainerSeed, 'name'>,
  storage: string,
): KubeObject {
  const labels = { 'app.kubernetes.io/name': name };
  const main = containerOf({ name, ...container });
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name, namespace: namespaceName, labels },
    spec: {
      replicas,
      serviceName: name,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          ...podSecurity(),
          containers: [
            {
              ...main,
              volumeMounts: [{ name: 'data', mountPath: '/var/lib/data' }],
            },
          ],
        },
      },
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: {
            accessModes: ['ReadWriteOnce'],
            resources: { requests: { storage } },
          },
        },
      ],
    },
  };
}

/** A DaemonSet of one container. */
export function daemonSet(
  namespaceName: string,
  name: string,
  image: string,
): KubeObject {
  const labels = { 'app.kubernetes.io/name': name };
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name, namespace: namespaceName, labels },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [containerOf({ name, image })] },
      },
    },
  };
}

function containerOf({
  name,
  image,
  port,
  resources,
}: ContainerSeed): Record<string, unknown> {
  return {
    name,
    image,
    ...(port
      ? {
          ports: [{ name: 'http', containerPort: port }],
          readinessProbe: { httpGet: { path: '/healthz', port: 'http' } },
        }
      : {}),
    ...(resources
      ? { resources: { requests: { ...resources }, limits: { ...resources } } }
      : {}),
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    },
  };
}

function podSecurity() {
  return {
    securityContext: {
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    },
  };
}
