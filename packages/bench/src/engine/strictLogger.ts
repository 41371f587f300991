import type { LoggerService } from '@backstage/backend-plugin-api';

/**
 * A logger that is silent, and keeps what went wrong: figures of an engine
 * that failed on the way are no figures.
 */
export function strictLogger(): {
  logger: LoggerService;
  problems: readonly string[];
} {
  const problems: string[] = [];
  const keep = (message: string | Error, meta?: unknown) => {
    problems.push(`${message} ${meta ? JSON.stringify(meta) : ''}`.trim());
  };
  const logger: LoggerService = {
    error: keep,
    warn: keep,
    info: () => {},
    debug: () => {},
    child: () => logger,
  };
  return { logger, problems };
}
