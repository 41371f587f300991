import { MissionError } from '@mission-control/plugin-missions-common';

/** Longest key, in characters. */
const MAX_LENGTH = 200;

/**
 * The key that makes a repeated request harmless. The generated client writes
 * header names as it writes properties, so `idempotencyKey` is read too.
 * Throws INPUT_INVALID.
 */
export function idempotencyKeyOf(req: {
  header(name: string): string | undefined;
}): string | undefined {
  const key = req.header('Idempotency-Key') ?? req.header('idempotencyKey');
  if (key !== undefined && (key.length === 0 || key.length > MAX_LENGTH)) {
    throw new MissionError(
      'INPUT_INVALID',
      `Idempotency-Key has ${key.length} characters; 1 to ${MAX_LENGTH} are taken`,
    );
  }
  return key;
}
