import type {
  ClusterConnection,
  ClusterProvider,
} from '@mission-control/plugin-missions-node';
import { settingsFor, type ClustersConfig } from '../config';
import { createGuard, guardRequest, matchesPattern } from '../guards';
import { UNKNOWN_IDENTITY } from '../identity';
import { starterIdentity } from '../starterIdentity';
import {
  ClusterTransport,
  ConnectionPool,
  DefaultClusterClient,
  Discovery,
  createCredentials,
} from '../transport';
import type { Telemetry } from '../../telemetry';
import { checkConnection } from './checkConnection';
import type { RegisteredCluster } from './ClusterRegistry';
import { portalPlace } from './portalPlace';

/** A registered cluster with the parts that the registry must end or clear. */
export interface ConnectedCluster {
  readonly registered: RegisteredCluster;
  readonly provider: ClusterProvider;
  readonly pool: ConnectionPool;
  readonly discovery: Discovery;
  readonly acting: { identity: string };
}

/** Builds guard and client of a cluster. Throws when the connection is malformed. */
export function connectCluster(options: {
  provider: ClusterProvider;
  connection: ClusterConnection;
  config: ClustersConfig;
  namespace: string | undefined;
  environment: NodeJS.ProcessEnv;
  version: string;
  telemetry?: Telemetry;
}): ConnectedCluster {
  const { provider, config, namespace, environment, version } = options;
  checkConnection(options.connection);
  const settings = settingsFor(config, options.connection.name, matchesPattern);
  const starter = settings?.starter;
  const portal = portalPlace({
    config: config.portal,
    connection: options.connection,
    environment,
    namespace,
  });
  const guard = createGuard({
    connection: options.connection,
    settings,
    portal,
  });
  const connection: ClusterConnection = {
    ...options.connection,
    title: settings?.title ?? options.connection.title,
    environment: guard.environment,
    production: guard.production,
  };
  const acting = {
    identity:
      settings?.impersonate?.user ?? connection.identity ?? UNKNOWN_IDENTITY,
  };
  const pool = new ConnectionPool();
  const discovery = new Discovery(connection.name);
  const transport = new ClusterTransport({
    connection,
    credentials: createCredentials(connection, settings?.impersonate),
    pool,
    telemetry: options.telemetry,
  });
  const client = DefaultClusterClient.create({
    connection,
    transport,
    discovery,
    guard: request => guardRequest(guard, request),
    acting,
    version,
  });
  return {
    registered: {
      connection,
      provider: provider.id,
      guard,
      client,
      ...(starter && {
        actAs: person => starterIdentity(starter, connection.name, person),
      }),
    },
    provider,
    pool,
    discovery,
    acting,
  };
}
