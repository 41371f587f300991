import { MissionError } from '@mission-control/plugin-missions-common';
import type { z } from 'zod';
import { inputFaults } from '../registry';

/** Validates an evaluated input. Throws ACTION_INPUT_INVALID with every fault; values are not quoted, they may be secret. */
export function parseInput<T>(
  schema: z.ZodType<T>,
  value: unknown,
  subject: string,
): T {
  const result = schema.safeParse(value);
  if (result.success) {
    return result.data;
  }
  const faults = inputFaults(result.error.issues)
    .slice(0, 10)
    .map(
      ({ path, message }) => `input.${path.join('.') || '(root)'}: ${message}`,
    );
  throw new MissionError(
    'ACTION_INPUT_INVALID',
    `${subject}: ${faults.join('; ')}`,
  );
}
