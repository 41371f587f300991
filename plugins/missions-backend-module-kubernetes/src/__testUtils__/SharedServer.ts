import type { ClusterClient } from '@mission-control/plugin-missions-node';
import { randomUUID } from 'node:crypto';
import type {
  IntegrationCluster,
  IntegrationTarget,
} from './integrationTargets';

const MINUTE = 60_000;

/** Where the test that runs has its objects. */
export interface TestPlace {
  readonly cluster: ClusterClient;
  readonly namespace: string;
}

/** An API server that a group of tests shares: started before it, and stopped after it. */
export class SharedServer {
  cluster!: ClusterClient;
  #server: IntegrationCluster | undefined;

  private constructor() {}

  static ofGroup(target: IntegrationTarget): SharedServer {
    const shared = new SharedServer();
    beforeAll(async () => {
      shared.#server = await target.start();
      shared.cluster = shared.#server.client();
    }, MINUTE);
    afterAll(async () => {
      await shared.#server?.stop();
    });
    return shared;
  }

  /** A client with faults. */
  client(options?: Parameters<IntegrationCluster['client']>[0]): ClusterClient {
    return this.#server!.client(options);
  }

  /** Gives each test of the group a namespace of its own, and tells it before it begins. */
  namespaceEach(prefix: string, begin: (place: TestPlace) => void): void {
    let path: string;
    beforeEach(async () => {
      const { cluster } = this;
      const namespace = `${prefix}-${randomUUID().slice(0, 8)}`;
      path = `/api/v1/namespaces/${namespace}`;
      await cluster.request({
        method: 'POST',
        path: '/api/v1/namespaces',
        body: { metadata: { name: namespace } },
      });
      begin({ cluster, namespace });
    });
    // Leaves nothing behind; does not wait for it.
    afterEach(async () => {
      await this.cluster
        .request({ method: 'DELETE', path })
        .catch(() => undefined);
    });
  }
}
