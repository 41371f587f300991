import {
  type ClusterRef,
  MissionError,
  contentHash,
  groupOf,
} from '@mission-control/plugin-missions-common';
import {
  requestWords,
  type ClusterClient,
  type ClusterRequest,
  type KubernetesObject,
} from '@mission-control/plugin-missions-node';
import type {
  ClusterAccess,
  ClusterStanding,
  ConnectedCluster,
} from '../types';

const byRef = new WeakMap<ClusterRef, MemoryCluster>();

/** A cluster in memory: objects by name, and who it is. For tests. */
export class MemoryCluster {
  readonly ref: ClusterRef;
  readonly objects = new Map<string, KubernetesObject>();
  uid: string;
  refusal: string | undefined;
  unreachable = false;
  standing: Partial<ClusterStanding> = {};

  constructor(name: string, options: { demo?: boolean } = {}) {
    this.ref = { name, title: name, environment: 'test', demo: options.demo };
    this.uid = `uid-${name}`;
    byRef.set(this.ref, this);
  }

  /** Hash over everything: before and after an undo it is the same. */
  get fingerprint(): string {
    return contentHash([...this.objects.entries()].sort());
  }

  connect(): ConnectedCluster {
    const client: Partial<ClusterClient> = {
      cluster: this.ref,
      identity: 'system:test',
      uid: async () => {
        if (this.unreachable) {
          throw new MissionError(
            'CLUSTER_UNREACHABLE',
            `${this.ref.name} does not answer`,
          );
        }
        return this.uid;
      },
      request: async request => this.#answer(request),
      resource: async (apiVersion, kind) => ({
        group: groupOf(apiVersion),
        version: apiVersion.split('/').at(-1)!,
        resource: `${kind.toLowerCase()}s`,
        kind,
        namespaced: true,
        verbs: [],
        subresources: [],
      }),
    };
    return {
      ref: this.ref,
      client: client as ClusterClient,
      standing: async () => ({
        identity: 'system:test',
        status: 'pass',
        message: 'Acts as system:test',
        ...this.standing,
      }),
      writeRefusal: () =>
        this.refusal === undefined
          ? undefined
          : { code: 'CLUSTER_READ_ONLY', message: this.refusal },
    };
  }

  /** One object by its name, whatever its kind; a subresource is the object. */
  #answer({ method = 'GET', path, query, body }: ClusterRequest) {
    const { name = (body as KubernetesObject)?.metadata?.name } = requestWords({
      path,
    });
    if (method === 'DELETE') {
      this.objects.delete(name!);
    } else if (method !== 'GET' && query?.dryRun === undefined) {
      this.objects.set(name!, body as KubernetesObject);
    }
    const found = this.objects.get(name!) ?? null;
    return { status: 200, headers: {}, warnings: [], body: found as any };
  }
}

/** The memory cluster behind a context's client. */
export function memoryOf(client: ClusterClient): MemoryCluster {
  return byRef.get(client.cluster)!;
}

/** Access to memory clusters by name. */
export function memoryAccess(...clusters: MemoryCluster[]): ClusterAccess {
  return {
    async connect(name) {
      const cluster = clusters.find(item => item.ref.name === name);
      if (!cluster) {
        throw new MissionError('CLUSTER_UNKNOWN', `No cluster '${name}'`);
      }
      return cluster.connect();
    },
  };
}
