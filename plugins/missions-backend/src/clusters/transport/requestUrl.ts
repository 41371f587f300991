import { MissionError } from '@mission-control/plugin-missions-common';
import type { ClusterRequest } from '@mission-control/plugin-missions-node';

/**
 * Origin, path and query of a request. The path must be absolute and free of
 * dot segments and queries, so that a name that nobody encoded cannot reach
 * another resource.
 */
export function requestUrl(
  server: URL,
  request: Pick<ClusterRequest, 'path' | 'query'>,
): { origin: string; path: string } {
  const { path } = request;
  const segments = path.split('/');
  if (
    !path.startsWith('/') ||
    path.startsWith('//') ||
    /[?#\\\s]/.test(path) ||
    segments.some(segment => isDotSegment(segment))
  ) {
    throw new MissionError(
      'INPUT_INVALID',
      `'${path}' is not a path of the Kubernetes API`,
      { remedy: 'Encode each name in the path with encodeURIComponent.' },
    );
  }
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined) {
      query.append(key, String(value));
    }
  }
  const base = server.pathname.replace(/\/+$/, '');
  const text = query.toString();
  return {
    origin: server.origin,
    path: `${base}${path}${text ? `?${text}` : ''}`,
  };
}

function isDotSegment(segment: string): boolean {
  const plain = segment.replace(/%2e/gi, '.');
  return plain === '.' || plain === '..';
}
