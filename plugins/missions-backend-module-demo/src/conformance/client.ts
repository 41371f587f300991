import { request as httpsRequest, Agent } from 'node:https';

/** One request of a scenario. @public */
export interface ApiRequest {
  query?: Record<string, string | number | boolean>;
  headers?: Record<string, string>;
  /** Sent as JSON, or as it is when it is text. */
  body?: unknown;
}

/** One answer. @public */
export interface ApiResponse {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  /** Parsed JSON, or text when it is none. */
  body: any;
}

/**
 * All that a scenario needs of a cluster: who answers is not its concern.
 *
 * @public
 */
export interface ApiClient {
  request(
    method: string,
    path: string,
    options?: ApiRequest,
  ): Promise<ApiResponse>;
}

/** How to reach an API server: by token, or by client certificate. @public */
export interface ApiClientOptions {
  server: string;
  ca: string;
  token?: string;
  cert?: string;
  key?: string;
}

const TIMEOUT_MS = 20_000;

/**
 * A client without any knowledge of Kubernetes. Close its agent when done.
 *
 * @public
 */
export function createApiClient(
  options: ApiClientOptions,
): ApiClient & { close(): void } {
  const agent = new Agent({
    keepAlive: true,
    ca: options.ca,
    cert: options.cert,
    key: options.key,
  });
  return {
    close: () => agent.destroy(),
    request: (method, path, { query = {}, headers = {}, body } = {}) =>
      new Promise((resolve, reject) => {
        const url = new URL(path, options.server);
        for (const [key, value] of Object.entries(query))
          url.searchParams.set(key, String(value));
        const text =
          typeof body === 'string' || body === undefined
            ? body
            : JSON.stringify(body);
        const call = httpsRequest(url, {
          method,
          agent,
          timeout: TIMEOUT_MS,
          headers: {
            'user-agent': 'conformance/1.0',
            accept: 'application/json',
            ...(text === undefined
              ? {}
              : {
                  'content-type': 'application/json',
                  'content-length': Buffer.byteLength(text),
                }),
            ...(options.token
              ? { authorization: `Bearer ${options.token}` }
              : {}),
            ...headers,
          },
        });
        call.on('error', reject);
        call.on('timeout', () =>
          call.destroy(
            new Error(`${method} ${path} took longer than ${TIMEOUT_MS} ms`),
          ),
        );
        call.on('response', response => {
          const chunks: Buffer[] = [];
          response.on('data', chunk => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const content = Buffer.concat(chunks).toString('utf8');
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              body: parse(content),
            });
          });
        });
        call.end(text);
      }),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
