import { MissionError } from '@mission-control/plugin-missions-common';
import type { ClusterRequest } from './ClusterClient';
import { assertPlainPath } from './plainPath';

/** A request as it is judged and sent: frozen, with nothing that could answer otherwise later. @public */
export interface PlainRequest extends ClusterRequest {
  readonly method: NonNullable<ClusterRequest['method']>;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** What `text` says; frozen. */
  readonly body?: unknown;
  /** The body as it is sent; undefined: there is none. */
  readonly text?: string;
}

const METHODS: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
/**
 * All that an action or check says in headers. Who acts, and with what
 * credentials, is the portal's to say.
 */
const HEADERS: readonly string[] = ['accept', 'content-type'];

/** Requests that were made here: they are as plain as they will be. */
const made = new WeakSet<object>();

/**
 * The request that is sent, and so the one that guards have to judge: each
 * part is read once, what is inherited is left out of query and headers, and
 * the body is what its JSON says. Throws INPUT_INVALID for what cannot be sent
 * as it is. A request that was made here comes back as it is.
 * @public
 */
export function plainRequest(asked: ClusterRequest): PlainRequest {
  if (made.has(asked)) {
    return asked as PlainRequest;
  }
  const { method, path, query, headers, body, contentType } = asked;
  const { signal, timeoutMs, maxBytes } = asked;
  assertPlainPath(path);
  const said = headers && plainHeaders(headers);
  const { 'content-type': typeInHeaders, ...others } = said ?? {};
  const type = contentType ?? typeInHeaders;
  if (type !== undefined && typeof type !== 'string') {
    throw invalid(`contentType is no text`, 'Leave it out for JSON.');
  }
  const plain: PlainRequest = {
    method: plainMethod(method),
    path,
    ...(query && { query: plainQuery(query) }),
    ...(said && { headers: Object.freeze(others) }),
    ...plainBody(body),
    ...(type !== undefined && { contentType: type }),
    ...(signal && { signal }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(maxBytes !== undefined && { maxBytes }),
  };
  made.add(plain);
  return Object.freeze(plain);
}

function plainMethod(method: unknown): PlainRequest['method'] {
  const name = typeof method === 'string' ? method.toUpperCase() : method;
  if (name === undefined) {
    return 'GET';
  }
  if (typeof name !== 'string' || !METHODS.includes(name)) {
    throw invalid(
      `${textOf(method)} is not a method of a request to a cluster`,
      `Say one of ${METHODS.join(', ')}.`,
    );
  }
  return name as PlainRequest['method'];
}

function plainQuery(
  query: NonNullable<ClusterRequest['query']>,
): NonNullable<PlainRequest['query']> {
  const plain = Object.create(null);
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined) {
      continue;
    }
    if (!['string', 'number', 'boolean'].includes(typeof value)) {
      throw invalid(
        `'${key}' in the query of a request is neither text, number nor boolean`,
        'Give each name one plain value.',
      );
    }
    plain[key] = value;
  }
  return Object.freeze(plain);
}

function plainHeaders(
  headers: NonNullable<ClusterRequest['headers']>,
): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [key, value] of Object.entries(headers)) {
    const name = key.toLowerCase();
    if (!HEADERS.includes(name) || name in plain) {
      throw invalid(
        `The header '${key}' is not one that an action or check may send`,
        `Send only ${HEADERS.join(
          ' and ',
        )}, each once: who acts, and under which name, is said by the configuration of the cluster.`,
      );
    }
    if (typeof value !== 'string') {
      throw invalid(`The header '${key}' is no text`, 'Give it as a text.');
    }
    plain[name] = value;
  }
  return plain;
}

function plainBody(body: unknown): Pick<PlainRequest, 'body' | 'text'> {
  if (body === undefined) {
    return {};
  }
  let text: string | undefined;
  try {
    text = JSON.stringify(body);
  } catch (error) {
    throw invalid(
      `The body of a request cannot be sent as JSON: ${
        (error as Error).message
      }`,
      'Send plain values without cycles.',
    );
  }
  if (text === undefined) {
    throw invalid(
      `The body of a request is a ${typeof body}, which JSON does not know`,
      'Send plain values, or no body.',
    );
  }
  return { text, body: JSON.parse(text, (_key, value) => frozen(value)) };
}

function frozen(value: unknown): unknown {
  return typeof value === 'object' ? Object.freeze(value) : value;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : `A ${typeof value}`;
}

function invalid(message: string, remedy: string): MissionError {
  return new MissionError('INPUT_INVALID', message, { remedy });
}
