import type { ClusterConnection } from '@mission-control/plugin-missions-node';
import type { Telemetry } from '../../telemetry';
import type { Impersonation } from '../transport/impersonation';
import {
  ClusterTransport,
  ConnectionPool,
  DefaultClusterClient,
  Discovery,
  createCredentials,
} from '../transport';

/** A client without guards, and the pool to close after the test. */
export function createTestClient(
  connection: ClusterConnection,
  impersonate?: Impersonation,
  telemetry?: Telemetry,
): { client: DefaultClusterClient; pool: ConnectionPool } {
  const pool = new ConnectionPool();
  const client = DefaultClusterClient.create({
    connection,
    transport: new ClusterTransport({
      connection,
      credentials: createCredentials(connection, impersonate),
      pool,
      telemetry,
    }),
    discovery: new Discovery(connection.name),
    guard: () => {},
    acting: { identity: 'tester' },
    version: '1.2.3',
  });
  return { client, pool };
}
