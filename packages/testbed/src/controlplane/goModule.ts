import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { cacheRoot } from '../cache/cacheRoot';

/** The Go module that names every binary; it holds no code of ours. */
export const GO_MODULE = resolve(__dirname, '../../controlplane');

/** The binaries of a control plane and the Go packages they are built from. */
export const BINARIES = {
  'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
  'kube-controller-manager': 'k8s.io/kubernetes/cmd/kube-controller-manager',
  'kube-scheduler': 'k8s.io/kubernetes/cmd/kube-scheduler',
  kubectl: 'k8s.io/kubernetes/cmd/kubectl',
  etcd: 'go.etcd.io/etcd/server/v3',
  kwok: 'sigs.k8s.io/kwok/cmd/kwok',
} as const;
export type BinaryName = keyof typeof BINARIES;

/** The version of Kubernetes that the module pins, such as `v1.36.3`. */
export function kubernetesVersion(): string {
  const goMod = readFileSync(join(GO_MODULE, 'go.mod'), 'utf8');
  const version = goMod.match(/^\s*k8s\.io\/kubernetes (v\S+)/m)?.[1];
  if (!version) {
    throw new Error(`${GO_MODULE}/go.mod does not pin k8s.io/kubernetes`);
  }
  return version;
}

/**
 * Where the binaries are kept: outside the work tree, one folder for each
 * state of go.mod and go.sum, so that they are built once a machine.
 */
export function binariesFolder(): string {
  const hash = createHash('sha256');
  for (const file of ['go.mod', 'go.sum']) {
    hash.update(readFileSync(join(GO_MODULE, file)));
  }
  const key = hash.digest('hex').slice(0, 16);
  return join(
    cacheRoot(),
    'controlplane',
    `${key}-${process.platform}-${process.arch}`,
  );
}
