import { IncomingMessage } from 'node:http';
import { ApiError } from '../status';

const SPOKEN = 'application/json';

/**
 * Whether the client takes JSON, the one form in which the simulator answers:
 * not protobuf, not YAML, and not as a Table.
 */
export function isAcceptable({ headers }: IncomingMessage): boolean {
  const { accept } = headers;
  return !accept || accept.split(',').some(isSpoken);
}

/** Throws 406 unless the client takes JSON. */
export function assertAcceptable(request: IncomingMessage): void {
  if (isAcceptable(request)) return;
  throw new ApiError(
    406,
    'NotAcceptable',
    `406: Not Acceptable\n\nAvailable representations: ${SPOKEN}`,
    {},
  );
}

function isSpoken(clause: string): boolean {
  const [type, ...parameters] = clause.split(';').map(part => part.trim());
  return (
    ['*/*', SPOKEN].includes(type) &&
    // Another kind than the one that is asked for, such as a Table.
    !parameters.some(parameter => parameter.startsWith('as='))
  );
}
