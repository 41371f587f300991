import { Cluster } from '../cluster';
import { apiVersionOf, Resource, resourceId } from '../kinds/resource';
import { KubeObject } from '../object';
import { badRequest, expired } from '../status';
import { parseFieldSelector, parseLabelSelector, Selector } from './selectors';

/** The answer of a list. */
export interface ObjectList {
  kind: string;
  apiVersion: string;
  metadata: {
    resourceVersion: string;
    continue?: string;
    remainingItemCount?: number;
  };
  items: Record<string, unknown>[];
}

interface ContinueToken {
  revision: number;
  after: string;
}

/** Pages are kept for as long as the changes since their first page are known; this many revisions. */
const PAGE_REVISIONS = 4000;

/** The selectors of a list or watch. */
export function readSelectors(
  query: URLSearchParams,
  resource: Resource,
): Selector {
  const labels = parseLabelSelector(query.get('labelSelector') ?? '');
  const fields = parseFieldSelector(
    query.get('fieldSelector') ?? '',
    resource.kind,
  );
  return object => labels(object) && fields(object);
}

/**
 * LIST with `limit` and `continue`. A page that goes on from a revision whose
 * later changes are forgotten answers 410 Gone.
 */
export function listObjects(
  cluster: Cluster,
  resource: Resource,
  namespace: string | undefined,
  query: URLSearchParams,
): ObjectList {
  const selected = readSelectors(query, resource);
  const limit = readLimit(query.get('limit'));
  const token = readToken(query.get('continue'));
  const { storage } = cluster;
  if (
    token &&
    (token.revision < storage.compactedRevision ||
      token.revision + PAGE_REVISIONS < storage.revision)
  ) {
    throw expired(
      'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.',
    );
  }
  const revision = token?.revision ?? storage.revision;
  const all = storage
    .list(resourceId(resource), namespace)
    .filter(
      object => selected(object) && (!token || position(object) > token.after),
    );
  const items = limit ? all.slice(0, limit) : all;
  const rest = all.length - items.length;
  const unfiltered = !query.get('labelSelector') && !query.get('fieldSelector');
  return {
    kind: `${resource.kind}List`,
    apiVersion: apiVersionOf(resource),
    metadata: {
      resourceVersion: String(revision),
      ...(rest > 0
        ? {
            continue: writeToken({
              revision,
              after: position(items[items.length - 1]),
            }),
          }
        : {}),
      ...(rest === 0 && resource.custom ? { continue: '' } : {}),
      ...(rest > 0 && unfiltered ? { remainingItemCount: rest } : {}),
    },
    items: items.map(object =>
      resource.custom ? object : withoutType(object),
    ),
  };
}

/** Items of built-in lists carry neither apiVersion nor kind. */
function withoutType({
  apiVersion: _,
  kind: __,
  ...rest
}: KubeObject): Record<string, unknown> {
  return rest;
}

function position(object: KubeObject): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
}

function readLimit(text: string | null): number {
  if (!text) return 0;
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 0)
    throw badRequest(`invalid limit "${text}"`);
  return limit;
}

function writeToken(token: ContinueToken): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

function readToken(text: string | null): ContinueToken | undefined {
  if (!text) return undefined;
  const decoded = Buffer.from(text, 'base64url').toString('latin1');
  try {
    const token = JSON.parse(decoded) as ContinueToken;
    if (typeof token.revision === 'number' && typeof token.after === 'string')
      return token;
  } catch {
    // Falls through to the error for any unreadable token.
  }
  const first = (decoded[0] ?? '').replace(
    /[^ -~]/,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  throw badRequest(
    `invalid continue token: continue key is not valid: invalid character '${first}' looking for beginning of value`,
  );
}
