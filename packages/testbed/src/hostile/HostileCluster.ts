import { mockServices } from '@backstage/backend-test-utils';
import { DefaultClusterRegistry } from '@mission-control/plugin-missions-backend/testUtils';
import {
  createSimulator,
  type Simulator,
} from '@mission-control/plugin-missions-backend-module-demo';
import type { ClusterClient } from '@mission-control/plugin-missions-node';
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** What an answer becomes on its way: JSON with something else in it, or bytes of its own. */
export type Attack = (
  answer: { readonly path: string; readonly body: any },
  response: ServerResponse,
) => { readonly body: unknown } | 'answered';

const NODE = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'node-1' },
  spec: {},
  status: {
    capacity: { cpu: '8', memory: '32Gi', pods: '110' },
    allocatable: { cpu: '8', memory: '32Gi', pods: '110' },
    conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady' }],
  },
};

/**
 * A simulated cluster behind a man in the middle, who leaves all answers as they
 * are until it is told from which one on they are attacked.
 */
export class HostileCluster {
  /** As the engine has it. */
  readonly client: ClusterClient;
  /** Addresses of the requests since the attack was laid. */
  readonly asked: string[] = [];
  readonly #simulator: Simulator;
  readonly #server: Server;
  readonly #registry: DefaultClusterRegistry;
  readonly #agent: Agent;
  #attack: { after: number; every: boolean; change: Attack } | undefined;
  /** Answers since the attack was laid. */
  #answers = 0;

  private constructor(parts: {
    client: ClusterClient;
    simulator: Simulator;
    server: Server;
    registry: DefaultClusterRegistry;
    agent: Agent;
  }) {
    this.client = parts.client;
    this.#simulator = parts.simulator;
    this.#server = parts.server;
    this.#registry = parts.registry;
    this.#agent = parts.agent;
  }

  static async start(): Promise<HostileCluster> {
    const simulator = await createSimulator({
      name: 'hostile',
      speed: 100,
      objects: [NODE],
    });
    const agent = new Agent({ ca: simulator.ca, keepAlive: true });
    const behind: { cluster?: HostileCluster } = {};
    const server = createServer((request, response) => {
      forward(simulator, agent, request)
        .then(answer => relay(behind.cluster, answer, request, response))
        .catch(() => response.destroy());
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const connection = {
      name: 'hostile',
      server: `http://127.0.0.1:${port}`,
      auth: { kind: 'token', token: simulator.adminToken },
    } as const;
    const registry = DefaultClusterRegistry.create({
      config: mockServices.rootConfig({
        data: { missions: { clusters: [{ name: 'hostile', writable: true }] } },
      }),
      logger: mockServices.logger.mock(),
      version: 'test',
      providers: [{ id: 'test', clusters: async () => [connection] }],
    });
    const { client } = await registry.get('hostile');
    const parts = { client, simulator, server, registry, agent };
    behind.cluster = new HostileCluster(parts);
    return behind.cluster;
  }

  /** Attacks the answer after so many, or every one from then on. */
  lay(attack: { after: number; every: boolean; change: Attack }): void {
    this.#answers = 0;
    this.asked.length = 0;
    this.#attack = attack;
  }

  /** Answers as a cluster does. */
  rest(): void {
    this.#attack = undefined;
  }

  /** The attack that an answer meets, if any. */
  next(): Attack | undefined {
    const attack = this.#attack;
    const at = this.#answers++;
    const hit = attack?.every ? at >= attack.after : at === attack?.after;
    return hit ? attack?.change : undefined;
  }

  async stop(): Promise<void> {
    await this.#registry.close();
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
    this.#agent.destroy();
    await this.#simulator.stop();
  }
}

interface Forwarded {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly bytes: Buffer;
}

async function forward(
  { server }: Simulator,
  agent: Agent,
  request: IncomingMessage,
): Promise<Forwarded> {
  const sent = await buffer(request);
  const { host: _host, connection: _connection, ...headers } = request.headers;
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    httpsRequest(`${server}${request.url}`, {
      agent,
      headers,
      method: request.method,
    })
      .on('response', resolve)
      .on('error', reject)
      .end(sent);
  });
  return {
    status: answer.statusCode ?? 500,
    headers: answer.headers,
    bytes: await buffer(answer),
  };
}

function relay(
  cluster: HostileCluster | undefined,
  { status, headers, bytes }: Forwarded,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const type = headers['content-type'] ?? 'text/plain';
  cluster?.asked.push(request.url ?? '');
  const attack = cluster?.next();
  let body: unknown = bytes;
  if (attack) {
    const isJson = type.startsWith('application/json');
    const said = attack(
      {
        path: request.url ?? '',
        body: isJson ? JSON.parse(bytes.toString('utf8')) : bytes.toString(),
      },
      response,
    );
    if (said === 'answered') {
      return;
    }
    body = isJson ? JSON.stringify(said.body) : String(said.body);
  }
  response.writeHead(status, { 'Content-Type': type });
  response.end(body);
}
