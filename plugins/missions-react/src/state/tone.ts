/**
 * How a state is drawn. Five tones are verdicts or calls; the others are no
 * verdicts and are drawn in ink. What is `cancelled` does not begin any more,
 * what is `idle` may. Green (`ok`) only where a machine checked.
 * @public
 */
export const Tone = {
  ok: 'ok',
  warn: 'warn',
  fail: 'fail',
  unknown: 'unknown',
  wait: 'wait',
  run: 'run',
  pause: 'pause',
  idle: 'idle',
  cancelled: 'cancelled',
} as const;
/** @public */
export type Tone = (typeof Tone)[keyof typeof Tone];

/** How a state is drawn; its word comes from `useStateWords`. @public */
export interface StateMeta {
  readonly tone: Tone;
}
