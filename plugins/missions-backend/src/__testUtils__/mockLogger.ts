import type { LoggerService } from '@backstage/backend-plugin-api';

/** A logger that keeps silent and remembers what it was told; its children are itself. */
export function mockLogger(): jest.Mocked<LoggerService> {
  const logger: jest.Mocked<LoggerService> = {
    child: jest.fn().mockImplementation(() => logger),
    debug: jest.fn(),
    error: jest.fn(),
    info: jest.fn(),
    warn: jest.fn(),
  };
  return logger;
}
