import { ApiError, forbidden } from './status';
import { RequestInfo } from './http/requestInfo';

/** What a cluster can be made to do wrong. @public */
export type FaultKind =
  | 'latency'
  | 'tooManyRequests'
  | 'internalError'
  | 'reset'
  | 'unauthorized'
  | 'forbidden'
  | 'truncated';

/** One fault, and the requests that it meets. @public */
export interface Fault {
  kind: FaultKind;
  /** Only this verb (`get`, `list`, `patch`, …). @default every verb */
  verb?: string;
  /** Only this resource by plural name. @default every resource */
  resource?: string;
  /** How many requests it meets before it is over. @default no end */
  times?: number;
  /** Delay of `latency`. @default 1000 */
  milliseconds?: number;
  /** `Retry-After` of `tooManyRequests`. @default 1 */
  retryAfterSeconds?: number;
}

/** The faults of one cluster, changed while it runs. @public */
export class Faults {
  private list: Fault[] = [];

  /** Replaces all faults; nothing clears them. */
  set(...faults: Fault[]): void {
    this.list = faults.map(fault => ({ ...fault }));
  }

  /** The faults that meet a request. Counts them. */
  take(info: RequestInfo): Fault[] {
    const met = this.list.filter(
      fault =>
        (fault.times === undefined || fault.times > 0) &&
        (!fault.verb || fault.verb === info.verb) &&
        (!fault.resource || fault.resource === info.plural),
    );
    for (const fault of met) if (fault.times !== undefined) fault.times -= 1;
    return met;
  }
}

/** The error that a fault answers; undefined for faults of the connection. */
export function faultError(
  fault: Fault,
  info: RequestInfo,
  user: string,
): ApiError | undefined {
  switch (fault.kind) {
    case 'tooManyRequests':
      return new ApiError(
        429,
        'TooManyRequests',
        'Too many requests, please try again later.',
        { retryAfterSeconds: fault.retryAfterSeconds ?? 1 },
      );
    case 'internalError':
      return new ApiError(
        500,
        'InternalError',
        'Internal error occurred: simulated fault',
      );
    case 'unauthorized':
      return new ApiError(401, 'Unauthorized', 'Unauthorized');
    case 'forbidden':
      return forbidden(info, denial(info, user));
    default:
      return undefined;
  }
}

/** Why RBAC refuses a request, in the API server's words. */
export function denial(info: RequestInfo, user: string): string {
  if (!info.isResource)
    return `User "${user}" cannot ${info.verb} path "${info.path}"`;
  const resource = info.subresource
    ? `${info.plural}/${info.subresource}`
    : info.plural;
  const where = info.namespace
    ? `in the namespace "${info.namespace}"`
    : 'at the cluster scope';
  return `User "${user}" cannot ${info.verb} resource "${resource}" in API group "${info.group}" ${where}`;
}
