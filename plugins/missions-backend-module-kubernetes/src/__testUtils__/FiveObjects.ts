import {
  ReapprovalNeeded,
  type ActionPlan,
  type ClusterClient,
  type MissionAction,
} from '@mission-control/plugin-missions-node';
import {
  ActionBench,
  PlayedCrash,
  type RawClientOptions,
} from '@mission-control/plugin-missions-node/testing';
import type { IntegrationTarget } from './integrationTargets';
import { SharedServer } from './SharedServer';
import { waitFor } from './waitFor';

/** Names of the objects. */
export const NAMES = ['a', 'b', 'c', 'd', 'e'];

/** What a test does to the requests of a step. */
export type Faults = Pick<RawClientOptions, 'afterRequest' | 'beforeRequest'>;
type Request = Parameters<NonNullable<Faults['afterRequest']>>[0];

/** Whether a request changes something. */
export function isWrite(request: Request): boolean {
  return (request.method ?? 'GET') !== 'GET' && !request.query?.dryRun;
}

/**
 * Five ConfigMaps with one value each, in a namespace that each test of a
 * group has for itself. The objects are for the test to make.
 */
export class FiveObjects {
  /** Of the test that runs. */
  namespace = '';
  cluster!: ClusterClient;
  readonly #server: SharedServer;

  private constructor(server: SharedServer) {
    this.#server = server;
  }

  /** Starts a server for a group of tests, and makes the namespace of each. */
  static inEachTest(target: IntegrationTarget): FiveObjects {
    const server = SharedServer.ofGroup(target);
    const five = new FiveObjects(server);
    server.namespaceEach('five', ({ cluster, namespace }) => {
      five.cluster = cluster;
      five.namespace = namespace;
    });
    return five;
  }

  /** A step; `options` add faults to its requests. */
  bench(options?: Faults): ActionBench {
    return new ActionBench({ cluster: this.clientThat(options) });
  }

  /** A client with faults. */
  clientThat(options?: Faults): ClusterClient {
    return this.#server.client(options);
  }

  /** A step whose process ends after its n-th write, once. */
  crashing(nth: number): ActionBench {
    let left = nth;
    return this.bench({
      afterRequest: request => {
        left -= isWrite(request) ? 1 : 0;
        if (isWrite(request) && left === 0) {
          throw new PlayedCrash(`after write ${nth}`);
        }
      },
    });
  }

  pathOf(name: string): string {
    return `/api/v1/namespaces/${this.namespace}/configmaps/${name}`;
  }

  refOf(name: string) {
    const { namespace } = this;
    return { apiVersion: 'v1', kind: 'ConfigMap', namespace, name };
  }

  objectOf(name: string, value: string) {
    return {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace: this.namespace },
      data: { color: value },
    };
  }

  namespaceObject() {
    return {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: this.namespace },
    };
  }

  /** Input of an apply that makes all of them blue. */
  blue() {
    return { objects: NAMES.map(name => this.objectOf(name, 'blue')) };
  }

  /** Sets the value of one object; the manager of a step is `missions:test`. */
  async paint(name: string, value: string, manager = 'somebody') {
    await this.cluster.request({
      method: 'PATCH',
      path: this.pathOf(name),
      query: { fieldManager: manager, force: true },
      contentType: 'application/apply-patch+yaml',
      body: this.objectOf(name, value),
    });
  }

  async paintAll(value: string): Promise<void> {
    for (const name of NAMES) {
      await this.paint(name, value, 'missions:test');
    }
  }

  /** Makes these the owners of an object. */
  async adopt(owners: readonly string[], dependant: string): Promise<void> {
    const ownerReferences = [];
    for (const name of owners) {
      const { body } = await this.cluster.request({ path: this.pathOf(name) });
      const { uid } = body.metadata;
      ownerReferences.push({ apiVersion: 'v1', kind: 'ConfigMap', name, uid });
    }
    await this.cluster.request({
      method: 'PATCH',
      path: this.pathOf(dependant),
      contentType: 'application/merge-patch+json',
      body: { metadata: { ownerReferences } },
    });
  }

  async drop(name: string): Promise<void> {
    await this.cluster.request({ method: 'DELETE', path: this.pathOf(name) });
  }

  /** The value of each object; a dash where there is none. */
  async colors(): Promise<string> {
    const { items } = await this.cluster.list(
      `/api/v1/namespaces/${this.namespace}/configmaps`,
    );
    return NAMES.map(
      name =>
        items.find(item => item.metadata?.name === name)?.data?.color ?? '-',
    ).join(' ');
  }

  /** Deletes the namespace and waits until it is gone. */
  async dropNamespace(): Promise<void> {
    const path = `/api/v1/namespaces/${this.namespace}`;
    await this.cluster.request({ method: 'DELETE', path });
    await waitFor(() =>
      this.cluster.request({ path }).then(
        () => false,
        () => true,
      ),
    );
  }
}

/** Runs a step that has to ask for another approval, and answers what it asks. */
export async function runToReapproval(
  step: ActionBench,
  action: MissionAction<any, any>,
  input: unknown,
  approved: ActionPlan,
): Promise<ReapprovalNeeded> {
  const error = await step.run(action, input, approved).catch(e => e);
  expect(error).toBeInstanceOf(ReapprovalNeeded);
  return error;
}
