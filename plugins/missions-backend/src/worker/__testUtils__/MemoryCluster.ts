import {
  type ClusterRef,
  MissionError,
  contentHash,
} from '@mission-control/plugin-missions-common';
import type {
  ClusterClient,
  KubernetesObject,
} from '@mission-control/plugin-missions-node';
import type { ClusterAccess, ConnectedCluster } from '../types';

/** A cluster in memory: objects by name, and who it is. For tests. */
export class MemoryCluster {
  readonly ref: ClusterRef;
  readonly objects = new Map<string, KubernetesObject>();
  uid: string;
  refusal: string | undefined;
  unreachable = false;

  constructor(name: string, options: { demo?: boolean } = {}) {
    this.ref = { name, title: name, environment: 'test', demo: options.demo };
    this.uid = `uid-${name}`;
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
    };
    return {
      ref: this.ref,
      client: Object.assign(client, { memory: this }) as ClusterClient,
      writeRefusal: () =>
        this.refusal === undefined
          ? undefined
          : { code: 'CLUSTER_READ_ONLY', message: this.refusal },
    };
  }
}

/** The memory cluster behind a context's client. */
export function memoryOf(client: ClusterClient): MemoryCluster {
  return (client as unknown as { memory: MemoryCluster }).memory;
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
