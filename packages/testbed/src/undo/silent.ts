import type { LoggerService } from '@backstage/backend-plugin-api';

/** Says nothing: what matters of a case is in its answer. */
export const silent: LoggerService = {
  child: () => silent,
  debug: () => undefined,
  error: () => undefined,
  info: () => undefined,
  warn: () => undefined,
};
