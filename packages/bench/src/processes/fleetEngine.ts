import {
  type ClusterAccess,
  DefaultClusterRegistry,
  clusterAccess,
} from '@mission-control/plugin-missions-backend/testUtils';
import { ConfigReader } from '@backstage/config';
import createKnex, { type Knex } from 'knex';
import { BenchEngine } from '../engine/BenchEngine';
import { askAction } from '../engine/askAction';
import { strictLogger } from '../engine/strictLogger';
import { ASKED_PATH, type Asking, type FleetAddresses } from '../fleet/types';
import { inLanes } from '../fleet/inLanes';
import { measured } from '../fleet/measured';
import { openFiles } from '../memory/held';
import { idleMemory } from '../memory/watchMemory';
import { answerParent } from './answerParent';

/** How long a run over all clusters may take. */
const PATIENCE_MS = 10 * 60_000;

/** What a process is made of that works on clusters. */
export interface FleetEngineOptions {
  readonly settings: Knex.Config;
  readonly addresses: FleetAddresses;
  /** Targets that the worker has at once. */
  readonly places: number;
}

type Request =
  | { readonly open: FleetEngineOptions }
  | { readonly files: true }
  /** By the clients of the registry, without a run. */
  | { readonly ask: Asking }
  /** By a run. */
  | { readonly run: Asking }
  | { readonly stop: true };

const { logger, problems } = strictLogger();
let addresses: FleetAddresses;
let registry: DefaultClusterRegistry;
let engine: BenchEngine;
/** By the registry that there is then. */
const access: ClusterAccess = {
  connect: (...args) => clusterAccess(registry).connect(...args),
};

/** A backend's engine with its clusters, as the plugin wires it. */
answerParent(async (request: Request) => {
  if ('open' in request) {
    const { settings, places: concurrency } = request.open;
    addresses = request.open.addresses;
    registry = createRegistry();
    engine = await BenchEngine.createWith(createKnex(settings), {
      actions: [askAction],
      clusters: access,
      concurrency,
      patienceMs: PATIENCE_MS,
    });
    await engine.start();
    await engine.store.hearReplicas();
    await engine.useMission(1, askAction.id);
    return idleMemory();
  }
  if ('files' in request) {
    return openFiles();
  }
  if ('stop' in request) {
    await engine.stop();
    await registry.close();
    if (problems.length > 0) {
      throw new Error(`The registry had problems: ${problems.join('; ')}`);
    }
    return undefined;
  }
  const { cold, atOnce = addresses.servers.length } =
    'ask' in request ? request.ask : request.run;
  if (cold) {
    await registry.close();
    registry = createRegistry();
  }
  return measured('ask' in request ? () => askAll(atOnce) : runOnAll);
});

function createRegistry(): DefaultClusterRegistry {
  const caData = Buffer.from(addresses.ca).toString('base64');
  const connections = addresses.servers.map((server, place) => ({
    name: nameOf(place),
    server,
    caData,
    auth: { kind: 'token' as const, token: `token-of-${nameOf(place)}` },
  }));
  return DefaultClusterRegistry.create({
    config: new ConfigReader({}),
    logger,
    version: 'bench',
    providers: [{ id: 'bench', clusters: async () => connections }],
  });
}

async function askAll(atOnce: number): Promise<void> {
  await inLanes(atOnce, await registry.list(), ({ client }) =>
    client
      .forRun({ runId: 'bench', missionName: 'bench' })
      .request({ path: ASKED_PATH }),
  );
}

async function runOnAll(): Promise<void> {
  const names = addresses.servers.map((_, place) => nameOf(place));
  await (
    await engine.startRun(names)
  ).finished;
}

function nameOf(place: number): string {
  return `cluster-${String(place).padStart(4, '0')}`;
}
