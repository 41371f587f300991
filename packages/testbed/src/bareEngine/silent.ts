import type { LoggerService } from '@backstage/backend-plugin-api';

/** Says nothing: what matters is in the answers. */
export const silent: LoggerService = {
  child: () => silent,
  debug: () => undefined,
  error: () => undefined,
  info: () => undefined,
  warn: () => undefined,
};
