import { join } from 'node:path';

/** The ports of one cluster, all on 127.0.0.1. */
export interface ClusterPorts {
  readonly etcd: number;
  readonly etcdPeer: number;
  readonly server: number;
  readonly controllerManager: number;
  readonly scheduler: number;
  readonly kwok: number;
}

/** How long a node counts as alive after it last said so; kubelet's default. */
const NODE_LEASE_SECONDS = 40;
const SERVICE_RANGE = '10.96.0.0/16';

/** How etcd is started: without fsync, since nothing must survive. */
export function etcdArguments(folder: string, ports: ClusterPorts): string[] {
  const client = `http://127.0.0.1:${ports.etcd}`;
  const peer = `http://127.0.0.1:${ports.etcdPeer}`;
  return [
    '--name=testbed',
    `--data-dir=${join(folder, 'etcd')}`,
    '--unsafe-no-fsync',
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=testbed=${peer}`,
    '--log-level=warn',
  ];
}

/** How the API server is started. */
export function apiServerArguments(
  folder: string,
  ports: ClusterPorts,
): string[] {
  return [
    `--etcd-servers=http://127.0.0.1:${ports.etcd}`,
    `--secure-port=${ports.server}`,
    '--bind-address=127.0.0.1',
    // Not a loopback address, or the server refuses to publish itself.
    '--advertise-address=10.0.0.1',
    '--endpoint-reconciler-type=none',
    `--tls-cert-file=${join(folder, 'serving.crt')}`,
    `--tls-private-key-file=${join(folder, 'serving.key')}`,
    `--client-ca-file=${join(folder, 'ca.crt')}`,
    `--service-account-key-file=${join(folder, 'sa.pub')}`,
    `--service-account-signing-key-file=${join(folder, 'sa.key')}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    '--authorization-mode=Node,RBAC',
    `--service-cluster-ip-range=${SERVICE_RANGE}`,
    '--allow-privileged=true',
    `--kubelet-certificate-authority=${join(folder, 'ca.crt')}`,
    `--kubelet-client-certificate=${join(folder, 'admin.crt')}`,
    `--kubelet-client-key=${join(folder, 'admin.key')}`,
  ];
}

/** How the controllers are started: Deployments, Jobs, quotas, collection. */
export function controllerManagerArguments(
  folder: string,
  ports: ClusterPorts,
): string[] {
  return [
    `--kubeconfig=${join(folder, 'kubeconfig')}`,
    `--secure-port=${ports.controllerManager}`,
    '--bind-address=127.0.0.1',
    `--service-account-private-key-file=${join(folder, 'sa.key')}`,
    `--root-ca-file=${join(folder, 'ca.crt')}`,
    '--use-service-account-credentials',
    '--leader-elect=false',
  ];
}

/** How the scheduler is started. */
export function schedulerArguments(
  folder: string,
  ports: ClusterPorts,
): string[] {
  return [
    `--kubeconfig=${join(folder, 'kubeconfig')}`,
    `--secure-port=${ports.scheduler}`,
    '--bind-address=127.0.0.1',
    '--leader-elect=false',
  ];
}

/** How kwok is started, which plays the kubelets of all nodes. */
export function kwokArguments(
  folder: string,
  ports: ClusterPorts,
  configs: readonly string[],
): string[] {
  return [
    `--kubeconfig=${join(folder, 'kubeconfig')}`,
    '--manage-all-nodes=true',
    // As kubelets do. Without it the node counts as lost after 50 seconds, and
    // every pod on it as not ready, for good.
    `--node-lease-duration-seconds=${NODE_LEASE_SECONDS}`,
    `--server-address=127.0.0.1:${ports.kwok}`,
    '--node-ip=127.0.0.1',
    `--node-port=${ports.kwok}`,
    `--tls-cert-file=${join(folder, 'serving.crt')}`,
    `--tls-private-key-file=${join(folder, 'serving.key')}`,
    ...configs.map(path => `--config=${path}`),
  ];
}
