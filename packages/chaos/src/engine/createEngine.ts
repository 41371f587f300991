import type { LoggerService } from '@backstage/backend-plugin-api';
import { ConfigReader } from '@backstage/config';
import {
  Registry,
  createEngine as createPluginEngine,
  kubeconfigProvider,
  noopAction,
  saveMissions,
  sleepAction,
} from '@mission-control/plugin-missions-backend/testUtils';
import {
  kubernetesActions,
  kubernetesChecks,
} from '@mission-control/plugin-missions-backend-module-kubernetes';
import createKnex from 'knex';
import { createPeople, type PeopleOfEngine } from './createPeople';
import { createTrouble, type Trouble } from './createTrouble';
import type { EngineSettings } from './EngineSettings';
import { createMarkAction } from './markAction';
import { MISSIONS, refOf, type MissionName } from './missions';
import { setSkew } from './skewedClock';

/** Of an engine on PostgreSQL. */
const CONNECTIONS = 10;
/** The same for all of them. */
const SEALING_KEY = Buffer.alloc(32, 1).toString('base64');

/** What may be asked of an engine, beside what breaks it. Each can be repeated with its key. */
export interface Engine extends PeopleOfEngine, Trouble {
  saveMissions(): Promise<void>;
  startRun(options: {
    key: string;
    mission: MissionName;
    namespace: string;
    clusters: readonly string[];
  }): Promise<{ id: string }>;
  stop(): Promise<void>;
}

/** The engine of the plugin, without Backstage around it. */
export async function createEngine(
  settings: EngineSettings,
  logger: LoggerService,
): Promise<Engine> {
  const { database, kubeconfig, marks, skewMs } = settings;
  setSkew(skewMs);
  const knex = createKnex(
    database.client === 'pg'
      ? {
          client: 'pg',
          connection: database.connection,
          pool: { min: 0, max: CONNECTIONS },
        }
      : {
          client: 'better-sqlite3',
          connection: { filename: database.connection },
          useNullAsDefault: true,
          pool: { min: 1, max: 1 },
        },
  );
  const config = new ConfigReader({
    missions: {
      kubeconfig: { path: kubeconfig },
      clusters: settings.clusters.map(name => ({ name, writable: true })),
      sealing: { keys: [{ id: 'chaos', key: SEALING_KEY }] },
    },
  });
  const registry = new Registry();
  registry.addActions(
    noopAction,
    sleepAction,
    createMarkAction(marks),
    ...kubernetesActions,
  );
  registry.addChecks(...kubernetesChecks);
  const { store, clusters, creator, worker, listen } = await createPluginEngine(
    {
      ...{ config, logger, registry, version: 'chaos', database: knex },
      providers: [kubeconfigProvider({ config, logger })],
    },
  );
  store.lost?.addEventListener('abort', () => {
    // As the plugin: another process has the file.
    logger.error(String(store.lost?.reason.message));
    process.exit(1);
  });
  listen();
  await worker.start();
  const people = createPeople(store);
  return {
    ...people,
    ...createTrouble(knex),
    saveMissions: () =>
      store.transaction(tx =>
        saveMissions({
          tx,
          source: MISSIONS[0].summary.source,
          missions: MISSIONS.map(({ summary, spec }) => ({
            ...{ summary, spec, content: '' },
            location: summary.name,
          })),
          problems: [],
          now: new Date().toISOString(),
        }),
      ),
    async startRun({ key, mission, namespace, clusters: names }) {
      const { run } = await creator.start({
        request: {
          missionRef: refOf(mission),
          parameters: { namespace },
          targets: names.map(cluster => ({ cluster })),
        },
        initiator: 'user:default/chaos',
        trigger: { kind: 'api' },
        idempotencyKey: key,
      });
      return { id: run.id };
    },
    async stop() {
      await worker.stop();
      await clusters.close();
      await store.close();
      await knex.destroy();
    },
  };
}
