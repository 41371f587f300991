import type { LoggerService } from '@backstage/backend-plugin-api';
import { ConfigReader } from '@backstage/config';
import {
  DefaultClusterRegistry,
  Registry,
  RunCreator,
  Sealer,
  Store,
  Worker,
  childRuns,
  clusterAccess,
  decideApproval,
  kubeconfigProvider,
  noopAction,
  saveMissions,
  sleepAction,
  startUndo,
} from '@mission-control/plugin-missions-backend/testUtils';
import {
  kubernetesActions,
  kubernetesChecks,
} from '@mission-control/plugin-missions-backend-module-kubernetes';
import createKnex from 'knex';
import type { EngineSettings } from './EngineSettings';
import { createMarkAction } from './markAction';
import { MISSION } from './missions';

const INITIATOR = 'user:default/chaos';
const APPROVER = 'user:default/approver';

/** What may be asked of an engine. Each can be repeated with its key. */
export interface Engine {
  saveMission(): Promise<void>;
  startRun(options: {
    key: string;
    namespace: string;
    clusters: readonly string[];
  }): Promise<{ id: string }>;
  undo(options: {
    key: string;
    runId: string;
    targets: readonly string[];
  }): Promise<{ id: string }>;
  /** Approves every plan that waits for it. */
  approveAll(): Promise<void>;
  stop(): Promise<void>;
}

/** Store, clusters and worker as the plugin wires them, without Backstage. */
export async function createEngine(
  settings: EngineSettings,
  logger: LoggerService,
): Promise<Engine> {
  const { database, kubeconfig, marks } = settings;
  const knex = createKnex(
    database.client === 'pg'
      ? {
          client: 'pg',
          connection: database.connection,
          pool: { min: 0, max: 10 },
        }
      : {
          client: 'better-sqlite3',
          connection: { filename: database.connection },
          useNullAsDefault: true,
          pool: { min: 1, max: 1 },
        },
  );
  const store = await Store.create({
    database: knex,
    sealer: new Sealer([{ id: 'chaos', key: Buffer.alloc(32, 1) }]),
  });
  void store.hearReplicas(reason => logger.warn(`Deaf: ${reason}`));
  const config = new ConfigReader({
    missions: {
      kubeconfig: { path: kubeconfig },
      clusters: settings.clusters.map(name => ({ name, writable: true })),
    },
  });
  const clusters = DefaultClusterRegistry.create({
    config,
    logger,
    version: 'chaos',
    providers: [kubeconfigProvider({ config, logger })],
  });
  const registry = new Registry();
  registry.addActions(
    noopAction,
    sleepAction,
    createMarkAction(marks),
    ...kubernetesActions,
  );
  registry.addChecks(...kubernetesChecks);
  const creator = RunCreator.create({ store, clusters });
  const worker = Worker.create({
    store,
    registry,
    clusters: clusterAccess(clusters),
    children: childRuns({ store, creator }),
    logger,
  });
  await worker.start();
  const { source, summary, spec } = MISSION;
  return {
    saveMission: () =>
      store.transaction(tx =>
        saveMissions({
          tx,
          source,
          missions: [{ summary, spec, content: '', location: summary.name }],
          problems: [],
          now: new Date().toISOString(),
        }),
      ),
    async startRun({ key, namespace, clusters: names }) {
      const { run } = await creator.start({
        request: {
          missionRef: summary.ref,
          parameters: { namespace },
          targets: names.map(cluster => ({ cluster })),
        },
        initiator: INITIATOR,
        trigger: { kind: 'api' },
        idempotencyKey: key,
      });
      return { id: run.id };
    },
    async undo({ key, runId, targets }) {
      const { id } = await startUndo({
        store,
        runId,
        request: { targets: [...targets] },
        initiator: INITIATOR,
        idempotencyKey: key,
        mayDecide: true,
      });
      return { id };
    },
    async approveAll() {
      const open: { id: string; run_id: string; hash: string }[] = await store
        .db('approvals')
        .where({ state: 'open' })
        .select('id', 'run_id', 'hash');
      for (const { id, run_id: runId, hash } of open) {
        await store.changeRun(runId, change =>
          decideApproval({
            change,
            id,
            hash,
            decider: { by: APPROVER, ownershipRefs: [] },
            decision: 'approve',
          }),
        );
      }
    },
    async stop() {
      await worker.stop();
      await clusters.close();
      await store.close();
      await knex.destroy();
    },
  };
}
