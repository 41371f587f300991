import {
  isMissionError,
  type Cluster,
  type MissionError,
} from '@mission-control/plugin-missions-common';
import { askIdentity, UNKNOWN_IDENTITY } from '../identity';
import type { RegisteredCluster } from './ClusterRegistry';
import { connectionWarning } from './connectionWarning';

const TIMEOUT_MS = 5_000;
/** Characters of a version that people can read. */
const MAX_VERSION_LENGTH = 64;

/** What asking a cluster tells; the rest of the API's Cluster is known before. */
export type AskedStatus = Pick<
  Cluster,
  | 'version'
  | 'uid'
  | 'reachable'
  | 'latencyMs'
  | 'checkedAt'
  | 'problem'
  | 'identity'
>;

/** Codes of what a cluster answers; some are also made here, before it is asked. */
const ANSWERED = new Set([
  'CLUSTER_UNAUTHORIZED',
  'CLUSTER_FORBIDDEN',
  'CLUSTER_THROTTLED',
  'KUBERNETES_NOT_FOUND',
  'KUBERNETES_SERVER_ERROR',
]);

/**
 * Asks version, identity of the cluster and acting identity. Never throws: a
 * problem is part of the answer. With a `uid` the cluster answered all that a
 * run needs, and a problem is only a warning. `latencyMs` is one warm request.
 */
export async function askStatus(
  { client, connection }: RegisteredCluster,
  now: () => Date = () => new Date(),
): Promise<AskedStatus> {
  const known = connection.identity ?? client.identity;
  const checkedAt = now();
  if (connection.notUnattended !== undefined) {
    return {
      reachable: false,
      checkedAt,
      identity: known || UNKNOWN_IDENTITY,
      problem: {
        code: 'CLUSTER_NOT_UNATTENDED',
        message: connection.notUnattended,
        remedy: 'Configure a service account for it.',
      },
    };
  }
  let version: string | undefined;
  let latencyMs: number | undefined;
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS * 2);
    const asked = await client.request<{ gitVersion?: unknown }>({
      path: '/version',
      timeoutMs: TIMEOUT_MS,
    });
    const told = asked.body?.gitVersion;
    version =
      typeof told === 'string' && told.length <= MAX_VERSION_LENGTH
        ? told
        : (await client.version()).gitVersion;
    const started = performance.now();
    const [uid, identity] = await Promise.all([
      client.uid(),
      askIdentity(client, { timeoutMs: TIMEOUT_MS, signal }),
    ]);
    latencyMs = Math.round((performance.now() - started) * 10) / 10;
    const acting = identity.name ?? (known || UNKNOWN_IDENTITY);
    const problem =
      connectionWarning(connection) ??
      (acting === UNKNOWN_IDENTITY && 'problem' in identity
        ? identity.problem
        : undefined);
    return {
      version,
      uid,
      reachable: true,
      latencyMs,
      checkedAt,
      identity: acting,
      ...(problem && { problem }),
    };
  } catch (error) {
    const problem = problemOf(error);
    return {
      version,
      latencyMs,
      reachable: version !== undefined || isAnswer(error),
      checkedAt,
      identity: known || UNKNOWN_IDENTITY,
      problem,
    };
  }
}

/** Credentials that could not be had here never came to the cluster. */
function isAnswer(error: unknown): boolean {
  if (!isMissionError(error) || !ANSWERED.has(error.code)) {
    return false;
  }
  const { httpStatus, network } = error.details ?? {};
  return httpStatus !== undefined || network !== undefined;
}

function problemOf(error: unknown): NonNullable<Cluster['problem']> {
  if (isMissionError(error)) {
    const { code, message, remedy } = error as MissionError;
    return { code, message, remedy };
  }
  return {
    code: 'CLUSTER_UNREACHABLE',
    message: error instanceof Error ? error.message : String(error),
  };
}
