import type { Tone } from '@mission-control/plugin-missions-react';

/** Tones in the order in which the eye shall meet them. */
export const toneOrder: readonly Tone[] = [
  'fail',
  'wait',
  'warn',
  'unknown',
  'run',
  'pause',
  'ok',
  'idle',
  'cancelled',
];
