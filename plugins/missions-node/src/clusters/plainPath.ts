import { MissionError } from '@mission-control/plugin-missions-common';

/** What an HTTP client would not send as it is. */
const UNSENDABLE = /[?#\\\s]|[^\u0021-\u00ff]/;
/** Up to where the API server reads a path by itself; behind it answers an application. */
const PROXIED =
  /^\/api\/v1\/(?:namespaces\/[^/]+\/(?:services|pods)|nodes)\/[^/]+\/proxy(?=\/|$)/;

/**
 * Throws INPUT_INVALID unless a path is absolute and each of its segments
 * means the same to everybody: no dot segments, nothing empty, no query, and
 * no encoded slash, which the API server would take for one. So a name that
 * nobody encoded cannot reach another resource. Behind a proxy only dot
 * segments are refused: the rest means what the application there wants.
 */
export function assertPlainPath(path: unknown): asserts path is string {
  if (typeof path !== 'string' || !isPlain(path)) {
    throw new MissionError(
      'INPUT_INVALID',
      `${
        typeof path === 'string' ? `'${path}'` : `A ${typeof path}`
      } is not a path of the Kubernetes API`,
      { remedy: 'Encode each name in the path with encodeURIComponent.' },
    );
  }
}

function isPlain(path: string): boolean {
  const [proxied = path] = PROXIED.exec(path) ?? [];
  const own = proxied.split('/').slice(1).map(decoded);
  const behind = path.slice(proxied.length).split('/').map(decoded);
  return (
    path.startsWith('/') &&
    !UNSENDABLE.test(path) &&
    [...own, ...behind].every(hasNoDots) &&
    own.every(
      (segment, index) =>
        !/[/\\\0]/.test(segment!) &&
        (segment !== '' || index === own.length - 1),
    )
  );
}

/** The text of a segment; undefined: its encoding is broken. */
function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

function hasNoDots(segment: string | undefined): boolean {
  return (
    segment?.split(/[/\\]/).every(part => part !== '.' && part !== '..') ??
    false
  );
}
