import {
  coreServices,
  createBackendPlugin,
  type LoggerService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { metricsServiceRef } from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { limitTime } from '@mission-control/plugin-missions-common';
import {
  missionActionsExtensionPoint,
  missionChecksExtensionPoint,
  missionClustersExtensionPoint,
  missionNotifiersExtensionPoint,
} from '@mission-control/plugin-missions-node';
import {
  approveAction,
  createHttpAction,
  createHttpCheck,
  noopAction,
  runMissionAction,
  sleepAction,
} from './actions';
import {
  kubeconfigProvider,
  kubernetesPluginProvider,
  readStarterNeeds,
} from './clusters';
import { createEngine } from './createEngine';
import {
  ActionsExtension,
  ChecksExtension,
  ClustersExtension,
  NotifiersExtension,
} from './extensionPoints';
import {
  backstageNotifier,
  readNotificationRules,
  WaitingNotifier,
} from './notifications';
import { OrbitTicker, SlotStarter } from './orbits';
import { EngineGauges, QueueWatch, RunMeter } from './meters';
import { Registry } from './registry';
import { readRetentionRules, Retention } from './retention';
import { createRouter } from './routes';
import { KeyRotator } from './rotation';
import { createServices, DefaultUserResolver, userProfiles } from './services';
import { DemoSeeder, readSources, SourceAges, SourceReader } from './sources';
import { findLostKeys, findShutRuns, type Store } from './store';
import { Telemetry } from './telemetry';
import { createTimeLimiter } from './timeLimiter';

const { version }: { version: string } = require(resolvePackagePath(
  '@mission-control/plugin-missions-backend',
  'package.json',
));

/** More runs than this are counted in a line of the log. */
const RUNS_NAMED = 20;

/** How long a process that lost its database may take to say so. */
const LAST_WORDS_MS = 500;

/**
 * Mission Control: the engine and its API.
 * @public
 */
export const missionsPlugin = createBackendPlugin({
  pluginId: 'missions',
  register(env) {
    const actions = new ActionsExtension();
    const checks = new ChecksExtension();
    const providers = new ClustersExtension();
    const notifiers = new NotifiersExtension();
    env.registerExtensionPoint(missionActionsExtensionPoint, actions);
    env.registerExtensionPoint(missionChecksExtensionPoint, checks);
    env.registerExtensionPoint(missionClustersExtensionPoint, providers);
    env.registerExtensionPoint(missionNotifiersExtensionPoint, notifiers);

    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        urlReader: coreServices.urlReader,
        userInfo: coreServices.userInfo,
      },
      async init(deps) {
        const { config, logger, lifecycle, auth } = deps;
        const shutdown = new AbortController();
        limitTime(createTimeLimiter());

        const allow =
          config.getOptionalStringArray('missions.http.allow') ?? [];
        const registry = new Registry();
        registry.addActions(
          approveAction,
          createHttpAction({ allow }),
          noopAction,
          runMissionAction,
          sleepAction,
          ...actions.actions,
        );
        registry.addChecks(createHttpCheck({ allow }), ...checks.checks);

        const telemetry = Telemetry.create({ metrics: deps.metrics });
        const { store, clusters, creator, worker, listen } = await createEngine(
          {
            ...{ config, logger, registry, telemetry, version },
            database: deps.database,
            providers: [
              kubeconfigProvider({ config, logger }),
              kubernetesPluginProvider({
                config,
                logger,
                auth,
                catalog: deps.catalog,
              }),
              ...providers.providers,
            ],
          },
        );
        saySchema(store, logger);
        const missionSources = readSources({ config, reader: deps.urlReader });
        const ticker = OrbitTicker.create({
          store,
          starter: SlotStarter.create({ store, creator }),
          logger,
        });
        const rotator = KeyRotator.create({ store, logger });
        const services = createServices({
          store,
          registry,
          clusters,
          creator,
          users: DefaultUserResolver.create({
            auth,
            userInfo: deps.userInfo,
            profile: userProfiles({
              auth,
              catalog: deps.catalog,
              needs: readStarterNeeds(config),
            }),
          }),
          permissions: deps.permissions,
          permissionsRegistry: deps.permissionsRegistry,
          logger,
          parts: [
            worker,
            ticker,
            SourceAges.create({ sources: missionSources, store }),
            QueueWatch.create({ store }),
            store.schema,
          ],
          sealing: () => rotator.view(),
          version,
        });
        const notifier = WaitingNotifier.create({
          store,
          logger,
          rules: readNotificationRules(config),
          notifiers: [
            backstageNotifier(deps.notifications, logger),
            ...notifiers.notifiers,
          ],
        });
        const meter = RunMeter.create({
          store,
          missionRef: config.getOptionalBoolean('missions.metrics.missionRef'),
        });
        const gauges = EngineGauges.create({ store, worker });
        const retention = Retention.create({
          store,
          logger,
          rules: readRetentionRules(config),
        });
        const sources = SourceReader.create({
          sources: missionSources,
          store,
          registry,
          logger,
          seeder: DemoSeeder.create({ clusters }),
        });

        const router = await createRouter({
          ...services,
          ...deps,
          maxBodyKilobytes: config.getOptionalNumber(
            'missions.api.maxBodyKilobytes',
          ),
          feed: store.feed,
          telemetry,
          whyNoWrites: () => store.schema.newer,
          shutdown: shutdown.signal,
        });
        deps.httpRouter.use(router);

        store.lost?.addEventListener('abort', () => {
          logger.error(String(store.lost?.reason.message));
          shutdown.abort();
          void worker.stop();
          setTimeout(() => process.exit(1), LAST_WORDS_MS);
        });
        lifecycle.addStartupHook(async () => {
          store.lost?.throwIfAborted();
          listen();
          notifier.start();
          meter.start();
          gauges.start();
          rotator.start();
          // Runs and orbits wait for no source, and nothing for what failed.
          const begun = await Promise.allSettled([
            worker.start(),
            ticker.start(deps.scheduler),
            retention.start(deps.scheduler),
            sources.start(deps.scheduler),
            sayLostKeys(store, logger),
          ]);
          const failed = begun.flatMap(each =>
            each.status === 'rejected' ? [String(each.reason)] : [],
          );
          if (failed.length > 0) {
            throw new Error(failed.join('; '));
          }
        });
        lifecycle.addShutdownHook(async () => {
          shutdown.abort();
          // At once: what is at work is handed over, whatever takes its time.
          const ended = await Promise.allSettled(
            [worker, ticker, sources, retention].map(part => part.stop()),
          );
          for (const { reason } of ended.filter(isRejected)) {
            logger.warn('A part of the engine did not end well', reason);
          }
          await rotator.stop();
          await notifier.stop();
          gauges.stop();
          await meter.stop();
          await clusters.close();
          await store.close();
        });
      },
    });
  },
});

function isRejected<T>(
  settled: PromiseSettledResult<T>,
): settled is PromiseRejectedResult {
  return settled.status === 'rejected';
}

/** Says that a newer version migrated the database, now or later. */
function saySchema({ schema, newerMigrations }: Store, logger: LoggerService) {
  if (newerMigrations.length > 0) {
    logger.info(
      `A newer version migrated the database (${newerMigrations.join(
        ', ',
      )}), in a way beside which this version goes on.`,
    );
  }
  schema.onNewer(({ message, remedy }) => logger.error(`${message} ${remedy}`));
}

/** Names what no configured key opens; nothing that starts needs to know it. */
async function sayLostKeys(store: Store, logger: LoggerService): Promise<void> {
  const lost = await findLostKeys({ tx: store.db, sealer: store.sealer });
  for (const { keyId, runId, error } of lost) {
    logger.error(
      `What the key '${keyId}' sealed cannot be opened, such as the journal of run ${runId}, so it cannot be taken back: ${error.message}. ${error.remedy}`,
      { runId },
    );
  }
  for (const { runIds, error } of await findShutRuns({
    tx: store.db,
    sealer: store.sealer,
  })) {
    const more = runIds.length - RUNS_NAMED;
    logger.error(
      `These runs have not ended and cannot go on: ${runIds
        .slice(0, RUNS_NAMED)
        .join(', ')}${more > 0 ? ` and ${more} more` : ''}: ${error.message}. ${
        error.remedy
      } Or cancel them.`,
    );
  }
}
