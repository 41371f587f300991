import type { Tone } from '@mission-control/plugin-missions-react';

/** What a tone means for a cluster of the fleet. */
export const toneWords = {
  fail: 'failed',
  wait: 'waiting for a person',
  warn: 'with a warning',
  unknown: 'unknown',
  run: 'changing',
  pause: 'paused',
  ok: 'verified by the last run',
  idle: 'calm',
} as const satisfies Record<Tone, string>;
