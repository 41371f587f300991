import {
  MissionError,
  isMissionError,
} from '@mission-control/plugin-missions-common';
import {
  mayChange,
  plainRequest,
  type ClusterConnection,
  type ClusterRequest,
  type ClusterResponse,
  type PlainRequest,
} from '@mission-control/plugin-missions-node';
import type { Duplex, Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { isBrokenConnection, networkError, statusError } from '../errors';
import {
  contentType,
  flatHeaders,
  isJson,
  isProxied,
  refusalOf,
} from './answers';
import { type Telemetry, withSpan } from '../../telemetry';
import type { ConnectionPool } from './ConnectionPool';
import type { CredentialSource } from './Credentials';
import type { ImpersonationHeaders } from './impersonation';
import { pause } from './pause';
import { parseBoundedJson, readBody } from './readBody';
import { requestUrl } from './requestUrl';
import { strangenessOf } from './strangeness';
import { readRetryAfter, retryDelay } from './retryPolicy';
import { startTimeLimit, type TimeLimit } from './timeLimit';
import { upgradeConnection } from './upgradeConnection';
import { readWarnings } from './warnings';

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_MAX_BYTES = 32 * 1024 * 1024;
/** Bytes of a refusal that are read. */
const MAX_REFUSAL_BYTES = 256 * 1024;
/**
 * Broken connections after which a request is sent again. A server or balancer
 * that closes idle connections closes several at once, and each try may meet
 * the next.
 */
const MAX_RECONNECTS = 3;

/** What else the transport knows of the one who asks. */
export interface TransportCaller {
  readonly userAgent: string;
  /** As whom it asks, where that is not the portal itself; before all other headers. */
  readonly actAs?: ImpersonationHeaders;
}

/** An answer whose body is still coming. */
export interface OpenAnswer {
  readonly headers: Record<string, string>;
  readonly body: Readable;
}

type Answer = Dispatcher.ResponseData;

/**
 * HTTP to one cluster: kept connections, credentials renewed on a 401, waits
 * asked for by the server, bounded time and size, errors of the catalogue.
 *
 * @remarks The time of a request includes the waits. What changes nothing (see
 * {@link mayChange}) is sent again when its connection broke, a few times; a
 * write never is.
 */
export class ClusterTransport {
  readonly #connection: ClusterConnection;
  readonly #server: URL;
  readonly #credentials: CredentialSource;
  readonly #pool: ConnectionPool;
  readonly #telemetry: Telemetry | undefined;

  constructor(options: {
    connection: ClusterConnection;
    credentials: CredentialSource;
    pool: ConnectionPool;
    telemetry?: Telemetry;
  }) {
    this.#connection = options.connection;
    this.#server = new URL(options.connection.server);
    this.#credentials = options.credentials;
    this.#pool = options.pool;
    this.#telemetry = options.telemetry;
  }

  /** One request with its whole answer. */
  async send<T>(
    asked: ClusterRequest,
    caller: TransportCaller,
    /** Told how large the answer is, in bytes. */
    onSize?: (bytes: number) => void,
  ): Promise<ClusterResponse<T>> {
    const request = plainRequest(asked);
    const limit = startTimeLimit(
      request.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      request.signal,
    );
    try {
      const answer = await this.#accepted(request, caller, limit, false);
      const bytes = await readBody(
        answer.body,
        request.maxBytes ?? DEFAULT_MAX_BYTES,
      );
      onSize?.(bytes.length);
      return {
        status: answer.statusCode,
        headers: flatHeaders(answer.headers),
        warnings: readWarnings(answer.headers.warning),
        body: this.#decode(request, answer, bytes) as T,
      };
    } catch (error) {
      throw this.#mapped(error, request, limit);
    } finally {
      limit.dispose();
    }
  }

  /** A request whose answer is read as it comes. The time limit is for its beginning. */
  async open(
    asked: ClusterRequest,
    caller: TransportCaller,
  ): Promise<OpenAnswer> {
    const request = plainRequest(asked);
    const limit = startTimeLimit(
      request.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      request.signal,
    );
    try {
      const answer = await this.#accepted(request, caller, limit, true);
      limit.stop();
      answer.body.once('close', () => limit.dispose());
      return { headers: flatHeaders(answer.headers), body: answer.body };
    } catch (error) {
      limit.dispose();
      throw this.#mapped(error, request, limit);
    }
  }

  /**
   * A socket that speaks WebSocket, which the caller must end. The time limit
   * is for its beginning.
   */
  async upgrade(
    asked: ClusterRequest,
    caller: TransportCaller,
  ): Promise<Duplex> {
    const request = plainRequest(asked);
    const limit = startTimeLimit(
      request.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      request.signal,
    );
    try {
      for (let renewed = false; ; renewed = true) {
        const credentials = await this.#credentials.get();
        const answer = await upgradeConnection({
          dispatcher: this.#pool.for(credentials).streams,
          ...requestUrl(this.#server, request),
          headers: {
            'User-Agent': caller.userAgent,
            ...credentials.headers,
            ...caller.actAs,
          },
          signal: limit.signal,
          maxBytes: MAX_REFUSAL_BYTES,
        });
        if (answer.kind === 'socket') {
          return answer.socket;
        }
        const { status, contentType: type, body } = answer;
        if (status !== 401 || renewed || !this.#credentials.refresh()) {
          throw this.#refused(request, status, refusalOf(type, body));
        }
      }
    } catch (error) {
      throw this.#mapped(error, request, limit);
    } finally {
      limit.dispose();
    }
  }

  /** Maps what broke while a stream was read. */
  streamError(error: unknown, signal?: AbortSignal): unknown {
    return signal?.aborted
      ? signal.reason
      : networkError(error, {
          cluster: this.#connection.name,
          server: this.#connection.server,
          write: false,
        });
  }

  /** Asks until an answer below 400 begins, as far as the policy allows. */
  async #accepted(
    request: PlainRequest,
    caller: TransportCaller,
    limit: TimeLimit,
    stream: boolean,
  ): Promise<Answer> {
    const write = mayChange(request);
    let renewed = false;
    let reconnects = 0;
    let attempt = 0;
    for (;;) {
      let answer: Answer;
      try {
        answer = await this.#measured(request, () =>
          this.#exchange(request, caller, limit, stream),
        );
      } catch (error) {
        if (
          !write &&
          reconnects < MAX_RECONNECTS &&
          !limit.signal.aborted &&
          isBrokenConnection(error)
        ) {
          reconnects += 1;
          continue;
        }
        throw error;
      }
      const isAnswer =
        answer.statusCode < 300 ||
        (answer.statusCode < 400 && isProxied(request.path));
      if (isAnswer) {
        return answer;
      }
      attempt += 1;
      const body = await this.#refusal(answer);
      if (
        answer.statusCode === 401 &&
        !renewed &&
        this.#credentials.refresh()
      ) {
        renewed = true;
        continue;
      }
      const delay = retryDelay({
        write,
        status: answer.statusCode,
        retryAfter: flatHeaders(answer.headers)['retry-after'],
        body,
        attempt,
        proxied: isProxied(request.path),
        now: Date.now(),
      });
      if (delay === undefined || delay >= limit.left()) {
        throw this.#refused(
          request,
          answer.statusCode,
          body,
          readRetryAfter(
            flatHeaders(answer.headers)['retry-after'],
            Date.now(),
          ),
        );
      }
      await pause(delay, limit.signal);
    }
  }

  /** A span and a measurement of one exchange, until the answer begins. */
  async #measured(
    { method }: PlainRequest,
    exchange: () => Promise<Answer>,
  ): Promise<Answer> {
    const cluster = this.#connection.name;
    const sentAt = performance.now();
    let answered = 'error';
    try {
      return await withSpan(
        {
          name: `${method} cluster`,
          facts: { cluster },
          client: true,
          attributes: { 'http.request.method': method },
        },
        async span => {
          const answer = await exchange();
          const { statusCode } = answer;
          answered = `${Math.floor(statusCode / 100)}xx`;
          span.status(statusCode);
          return answer;
        },
      );
    } finally {
      this.#telemetry?.record(
        'missions.cluster.request.duration',
        (performance.now() - sentAt) / 1000,
        {
          'missions.cluster': cluster,
          'http.request.method': method,
          'missions.response.class': answered,
        },
      );
    }
  }

  async #exchange(
    request: PlainRequest,
    caller: TransportCaller,
    limit: TimeLimit,
    stream: boolean,
  ): Promise<Answer> {
    const { origin, path } = requestUrl(this.#server, request);
    const credentials = await this.#credentials.get();
    const { requests, streams } = this.#pool.for(credentials);
    const { method, headers, text, contentType: type } = request;
    return (stream ? streams : requests).request({
      origin,
      path,
      method,
      headers: {
        accept: 'application/json',
        ...(text === undefined
          ? {}
          : { 'content-type': type ?? 'application/json' }),
        ...headers,
        'User-Agent': caller.userAgent,
        ...credentials.headers,
        ...caller.actAs,
      },
      body: text,
      signal: limit.signal,
    });
  }

  async #refusal(answer: Answer): Promise<unknown> {
    try {
      const bytes = await readBody(answer.body, MAX_REFUSAL_BYTES);
      return refusalOf(contentType(answer.headers), bytes);
    } catch {
      // The status alone tells enough when its explanation is broken.
      return '';
    }
  }

  #refused(
    request: PlainRequest,
    httpStatus: number,
    body: unknown,
    retryAfterMs?: number,
  ): MissionError {
    if (httpStatus < 400) {
      return new MissionError(
        'CLUSTER_UNREACHABLE',
        `What answers for cluster '${this.#connection.name}' at ${
          this.#server.origin
        } redirects (${httpStatus}): it is not an API server`,
        { remedy: 'Correct the address of the cluster.', retryable: false },
      );
    }
    return statusError({
      cluster: this.#connection.name,
      demo: this.#connection.demo,
      method: request.method,
      path: request.path,
      watch: request.query?.watch === true,
      httpStatus,
      body,
      retryAfterMs,
    });
  }

  #decode(request: PlainRequest, answer: Answer, bytes: Buffer): unknown {
    const type = contentType(answer.headers);
    if (isJson(type)) {
      let body: unknown;
      try {
        body = bytes.length ? parseBoundedJson(bytes) : undefined;
      } catch (error) {
        throw new MissionError(
          'KUBERNETES_SERVER_ERROR',
          `Cluster '${this.#connection.name}' answered ${
            request.path
          } with JSON that cannot be read: ${(error as Error).message}`,
          { retryable: false, cause: error },
        );
      }
      this.#believe(request, body);
      return body;
    }
    if (type.startsWith('text/html') && !isProxied(request.path)) {
      throw new MissionError(
        'CLUSTER_UNREACHABLE',
        `What answers for cluster '${this.#connection.name}' at ${
          this.#server.origin
        } sends a web page: it is not an API server`,
        {
          remedy:
            'Correct the address, or let the portal past the login page or proxy in between.',
          retryable: false,
        },
      );
    }
    const text = bytes.toString('utf8');
    this.#believe(request, text);
    return text;
  }

  /** Throws when no API server answers so: nobody else has to look out for it. */
  #believe({ path }: PlainRequest, body: unknown): void {
    const strange = isProxied(path) ? undefined : strangenessOf(path, body);
    if (strange) {
      throw new MissionError(
        'KUBERNETES_SERVER_ERROR',
        `Cluster '${
          this.#connection.name
        }' answered ${path} with what is no Kubernetes object: ${strange}`,
        {
          remedy:
            'Look what answers at the address of the cluster: no API server sends this.',
          retryable: false,
        },
      );
    }
  }

  #mapped(error: unknown, request: PlainRequest, limit: TimeLimit): unknown {
    if (request.signal?.aborted) {
      return request.signal.reason;
    }
    if (isMissionError(error)) {
      return error;
    }
    const { name, server } = this.#connection;
    const write = mayChange(request);
    if (this.#pool.closed) {
      return new MissionError(
        'CLUSTER_UNKNOWN',
        `Cluster '${name}' is gone: its source does not name it any more`,
        {
          remedy: 'Look at the source of the cluster, then try again.',
          details: { cluster: name, executed: write ? 'unknown' : 'no' },
          cause: error,
        },
      );
    }
    return networkError(limit.signal.aborted ? limit.signal.reason : error, {
      cluster: name,
      server,
      write,
      timeoutMs: request.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    });
  }
}
