import {
  MissionError,
  isMissionError,
  type ErrorCode,
} from '@mission-control/plugin-missions-common';

/** What the mapping needs to know about the request that failed. */
export interface NetworkFailure {
  readonly cluster: string;
  readonly server: string;
  readonly write: boolean;
  /** Milliseconds that the request had. */
  readonly timeoutMs?: number;
}

/** Failures before a byte of the request left: the server surely did nothing. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

const UNTRUSTED = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'EPROTO',
]);

/** What helps other than the right authority, which the catalogue names. */
const TLS_REMEDIES: Record<string, string> = {
  CERT_HAS_EXPIRED: 'Renew the certificate of the API server.',
  CERT_NOT_YET_VALID: 'Compare the clocks of the portal and of the API server.',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'Use an address that the certificate names, or set tls-server-name in the kubeconfig.',
};

/** The answer did not come within the time that the request had. */
export class RequestTimedOut extends Error {
  constructor(timeoutMs: number) {
    super(`No complete answer within ${timeoutMs} ms`);
    this.name = 'RequestTimedOut';
  }
}

/** The answer is larger than the request allows. */
export class AnswerTooLarge extends Error {
  constructor(maxBytes: number) {
    super(`The answer is larger than ${maxBytes} bytes`);
    this.name = 'AnswerTooLarge';
  }
}

/**
 * Maps what a connection threw to the catalogue. `details.executed` says
 * whether the server may have acted: a write that timed out or whose
 * connection broke is `unknown`, never "no".
 */
export function networkError(
  error: unknown,
  failure: NetworkFailure,
): MissionError {
  if (isMissionError(error)) {
    return error;
  }
  const { cluster, server } = failure;
  const code = codeOf(error);
  const text = textOf(error);
  const neverSent = NEVER_SENT.has(code) || isTls(code);
  const executed = neverSent || !failure.write ? 'no' : 'unknown';
  const build = (kind: ErrorCode, message: string, remedy?: string) =>
    new MissionError(kind, message, {
      remedy,
      details: { cluster, executed, network: code || text },
      cause: error,
    });

  if (error instanceof RequestTimedOut) {
    return build(
      'CLUSTER_TIMEOUT',
      `Cluster '${cluster}' did not answer within ${failure.timeoutMs} ms${
        failure.write ? '; whether it made the change is not known' : ''
      }`,
    );
  }
  if (error instanceof AnswerTooLarge) {
    return build(
      'KUBERNETES_SERVER_ERROR',
      `Cluster '${cluster}': ${text}`,
      'Ask for less: a smaller page, a selector, or fewer log lines.',
    );
  }
  if (refusesClientCertificate(code)) {
    return build(
      'CLUSTER_UNAUTHORIZED',
      `Cluster '${cluster}' does not accept the client certificate (${code})`,
    );
  }
  if (isTls(code)) {
    return build(
      'CLUSTER_TLS',
      `The certificate of cluster '${cluster}' at ${server} is not trusted: ${text} (${code})`,
      TLS_REMEDIES[code],
    );
  }
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT') {
    return build(
      'CLUSTER_UNREACHABLE',
      `Cluster '${cluster}' at ${server} does not accept a connection in time`,
    );
  }
  return build(
    'CLUSTER_UNREACHABLE',
    `Cluster '${cluster}' at ${server} does not answer: ${describe(
      code,
      text,
    )}${
      executed === 'unknown' ? '; whether it made the change is not known' : ''
    }`,
  );
}

/** True when the connection broke, after which a read may be sent again at once. */
export function isBrokenConnection(error: unknown): boolean {
  const code = codeOf(error);
  return ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_CLOSED'].includes(
    code,
  );
}

function isTls(code: string): boolean {
  return (
    UNTRUSTED.has(code) ||
    code.startsWith('ERR_SSL_') ||
    code.startsWith('ERR_TLS_') ||
    code.startsWith('ERR_OSSL_')
  );
}

/** TLS alerts by which a server refuses what we presented. */
function refusesClientCertificate(code: string): boolean {
  return /^ERR_SSL_.*ALERT_(CERTIFICATE|BAD_CERTIFICATE|UNKNOWN_CA|UNSUPPORTED_CERTIFICATE|ACCESS_DENIED)/.test(
    code,
  );
}

/** What the runtime attaches to errors; read by shape, because errors cross realms. */
interface RuntimeError {
  code?: unknown;
  message?: unknown;
  cause?: unknown;
  errors?: unknown[];
}

function isObject(value: unknown): value is RuntimeError {
  return typeof value === 'object' && value !== null;
}

/** The innermost telling code: undici wraps, and connecting by two families aggregates. */
function codeOf(error: unknown): string {
  let current: unknown = error;
  let found = '';
  for (let depth = 0; isObject(current) && depth < 5; depth += 1) {
    const { code } = current;
    if (typeof code === 'string' && (!found || found === 'UND_ERR_SOCKET')) {
      found = code;
    }
    current = current.errors?.[0] ?? current.cause;
  }
  return found;
}

function textOf(error: unknown): string {
  if (!isObject(error)) {
    return String(error);
  }
  const first = error.errors?.[0];
  const { message } = isObject(first) ? first : error;
  return typeof message === 'string' ? message : String(error);
}

const SENTENCES: Record<string, string> = {
  ECONNREFUSED: 'the connection was refused',
  ENOTFOUND: 'its host name does not resolve',
  EAI_AGAIN: 'its host name could not be resolved just now',
  ECONNRESET: 'the connection was reset',
  UND_ERR_SOCKET: 'the connection was closed before the answer was complete',
  EHOSTUNREACH: 'no route to its host',
  ENETUNREACH: 'no route to its network',
};

function describe(code: string, text: string): string {
  return SENTENCES[code] ?? (code ? `${text} (${code})` : text);
}
