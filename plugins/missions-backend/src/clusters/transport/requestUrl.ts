import type { PlainRequest } from '@mission-control/plugin-missions-node';

/** Origin, path and query of a request. */
export function requestUrl(
  server: URL,
  request: Pick<PlainRequest, 'path' | 'query'>,
): { origin: string; path: string } {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(request.query ?? {})) {
    query.append(key, String(value));
  }
  const base = server.pathname.replace(/\/+$/, '');
  const text = query.toString();
  return {
    origin: server.origin,
    path: `${base}${request.path}${text ? `?${text}` : ''}`,
  };
}
