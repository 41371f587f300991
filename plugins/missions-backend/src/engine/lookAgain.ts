import type { EngineRules } from './rules';

/**
 * When a target is looked at again that is blocked since a time; undefined:
 * its time is over. The last look is at the end of it.
 */
export function lookAgainAt(
  since: Date,
  now: Date,
  { lookEveryMs, giveUpAfterMs }: EngineRules['blocked'],
): Date | undefined {
  const end = since.getTime() + giveUpAfterMs;
  return now.getTime() < end
    ? new Date(Math.min(now.getTime() + lookEveryMs, end))
    : undefined;
}
