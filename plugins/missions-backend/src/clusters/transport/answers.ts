import type { Dispatcher } from 'undici';
import { parseBoundedJson } from './readBody';

type Headers = Dispatcher.ResponseData['headers'];

/** Whether an application behind the API server's proxy answers this path. */
export function isProxied(path: string): boolean {
  return /^\/api\/v1\/(namespaces\/[^/]+\/(services|pods)|nodes)\/[^/]+\/proxy(\/|$)/.test(
    path,
  );
}

/** The media type as it was sent, or nothing. */
export function contentType(headers: Headers): string {
  return flatHeaders(headers)['content-type'] ?? '';
}

/** Whether a media type is JSON. */
export function isJson(type: string): boolean {
  return /^application\/(json|[\w.+-]+\+json)/.test(type);
}

/** The explanation of a refusal; empty when it is broken, as the status tells enough. */
export function refusalOf(type: string, bytes: Buffer): unknown {
  try {
    return isJson(type) ? parseBoundedJson(bytes) : bytes.toString('utf8');
  } catch {
    return '';
  }
}

/** Headers with one text each. */
export function flatHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(', ') : String(value),
      ]),
  );
}
