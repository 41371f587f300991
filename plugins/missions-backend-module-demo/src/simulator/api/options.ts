import { Cluster } from '../cluster';
import { Identity, SYSTEM } from '../identity';

/** How a write is to be made: the query parameters that all writes share. */
export interface WriteOptions {
  readonly cluster: Cluster;
  readonly identity: Identity;
  readonly fieldManager: string;
  readonly force: boolean;
  readonly dryRun: boolean;
  readonly fieldValidation: 'Strict' | 'Warn' | 'Ignore';
  readonly subresource?: string;
  /** Adds a `Warning` header to the answer. */
  readonly warn: (text: string) => void;
}

/** Options of a write by the cluster's own controllers. */
export function systemWrite(
  cluster: Cluster,
  fieldManager = 'kube-controller-manager',
): WriteOptions {
  return {
    cluster,
    identity: SYSTEM,
    fieldManager,
    force: false,
    dryRun: false,
    fieldValidation: 'Ignore',
    warn: () => {},
  };
}
