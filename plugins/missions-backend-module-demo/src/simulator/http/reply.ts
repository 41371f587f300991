import { ServerResponse } from 'node:http';
import { ApiError } from '../status';

/** Resolves when what was written is durable; undefined when it is already. */
export type Durable = () => Promise<void> | undefined;

const held = new WeakMap<ServerResponse, Durable>();

/** Holds a success back until it is durable; when it cannot be, the answer is an error. */
export function holdUntilDurable(
  response: ServerResponse,
  durable: Durable,
): void {
  held.set(response, durable);
}

/** Answers JSON. */
export function sendJson(
  response: ServerResponse,
  code: number,
  body: unknown,
): void {
  const durable = code < 300 ? held.get(response)?.() : undefined;
  if (!durable) {
    sendJsonNow(response, code, body);
    return;
  }
  durable.then(
    () => sendJsonNow(response, code, body),
    error => sendError(response, error),
  );
}

function sendJsonNow(
  response: ServerResponse,
  code: number,
  body: unknown,
): void {
  const text = `${JSON.stringify(body)}\n`;
  response.writeHead(code, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

/** Answers plain text. */
export function sendText(
  response: ServerResponse,
  code: number,
  text: string,
  type = 'text/plain; charset=utf-8',
): void {
  response.writeHead(code, { 'content-type': type });
  response.end(text);
}

/** Answers a failure as a Status; other errors become 500 InternalError. */
export function sendError(response: ServerResponse, error: unknown): void {
  const known =
    error instanceof ApiError
      ? error
      : new ApiError(
          500,
          'InternalError',
          `Internal error occurred: ${(error as Error).message}`,
        );
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (known.details?.retryAfterSeconds) {
    response.setHeader('retry-after', String(known.details.retryAfterSeconds));
  }
  sendJson(response, known.code, known.toStatus());
}

/** Adds a `Warning` header in the form of RFC 7234. */
export function addWarning(response: ServerResponse, text: string): void {
  const value = `299 - ${JSON.stringify(text)}`;
  const before = response.getHeader('warning');
  const list = Array.isArray(before) ? before : [];
  response.setHeader('warning', [...list, value]);
}
