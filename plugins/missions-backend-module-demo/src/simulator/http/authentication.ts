import { IncomingMessage } from 'node:http';
import { Cluster } from '../cluster';
import { Identity } from '../identity';
import { ApiError, forbidden } from '../status';
import { isAllowed } from './authorization';

/** Everybody who brings no credentials. */
export const ANONYMOUS: Identity = {
  user: 'system:anonymous',
  groups: ['system:unauthenticated'],
};

/** 401, as for an expired token. */
export function unauthorized(): ApiError {
  return new ApiError(401, 'Unauthorized', 'Unauthorized');
}

/**
 * Finds who makes a request: the bearer token's identity, or the one it
 * impersonates by `Impersonate-User` and `Impersonate-Group`.
 */
export function authenticate(
  request: IncomingMessage,
  cluster: Cluster,
  tokens: ReadonlyMap<string, Identity>,
): Identity {
  const header = request.headers.authorization;
  if (!header) return ANONYMOUS;
  const identity = tokens.get(header.replace(/^Bearer\s+/i, ''));
  if (!identity) throw unauthorized();
  const real: Identity = {
    user: identity.user,
    groups: [...new Set([...identity.groups, 'system:authenticated'])],
  };
  return impersonate(request, cluster, real);
}

function impersonate(
  request: IncomingMessage,
  cluster: Cluster,
  real: Identity,
): Identity {
  const user = utf8(request.headers['impersonate-user'] as string | undefined);
  const header = (request.headersDistinct['impersonate-group'] ?? []).map(utf8);
  if (!user) {
    if (header.length === 0) return real;
    throw new ApiError(
      500,
      'InternalError',
      'Internal error occurred: requested [{Group}] without impersonating a user',
    );
  }
  const groups = header.flatMap(value =>
    value.split(',').map(item => item.trim()),
  );
  const account = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(user);
  const asks = account
    ? [{ resource: 'serviceaccounts', name: account[2], namespace: account[1] }]
    : [{ resource: 'users', name: user }];
  for (const ask of [
    ...asks,
    ...groups.map(name => ({ resource: 'groups', name })),
  ]) {
    if (!isAllowed(cluster, real, { verb: 'impersonate', group: '', ...ask })) {
      throw forbidden(
        { group: '', plural: ask.resource, name: ask.name },
        `User "${real.user}" cannot impersonate resource "${ask.resource}" in API group "" at the cluster scope`,
      );
    }
  }
  const implied = account
    ? ['system:serviceaccounts', `system:serviceaccounts:${account[1]}`]
    : [];
  return {
    user,
    groups: [...new Set([...groups, ...implied, 'system:authenticated'])],
  };
}

/** Header values are bytes, which API servers read as UTF-8. */
function utf8<T extends string | undefined>(text: T): T {
  return text && (Buffer.from(text, 'latin1').toString('utf8') as T);
}
