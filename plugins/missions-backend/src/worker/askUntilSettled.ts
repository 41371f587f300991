import { setTimeout as sleep } from 'node:timers/promises';
import type {
  CheckResult,
  ExpressionScope,
  MissionCheckSpec,
} from '@mission-control/plugin-missions-common';
import type { TargetRecord } from '../store';
import { type AskedCheck, askCheck } from './askCheck';
import type { TargetSession } from './TargetSession';

const ASK_AGAIN_MS = 1_000;
/** Without progress. */
const BASE_MS = 300_000;
/** With it. */
const MOST_MS = 1_800_000;

/**
 * Asks checks, and those that are still moving again, until all have settled,
 * or nothing moved for too long: then the last answer stands. Answers are in
 * the order of the checks; those whose condition is false are left out.
 */
export async function askUntilSettled(options: {
  session: TargetSession;
  target: TargetRecord;
  checks: readonly { readonly spec: MissionCheckSpec; readonly id: string }[];
  phase: CheckResult['phase'];
  scope: ExpressionScope;
  stepId?: string;
  signal: AbortSignal;
}): Promise<AskedCheck[]> {
  const { checks, signal, ...rest } = options;
  const answers: AskedCheck[] = [];
  const end = performance.now() + MOST_MS;
  for (const check of checks) {
    let deadline = performance.now() + BASE_MS;
    let seen: string | undefined;
    for (;;) {
      const asked = await askCheck({ ...rest, ...check, signal });
      const settled =
        asked?.result.status === 'pass' ||
        !asked?.progressing ||
        signal.aborted;
      if (asked && asked.progressKey !== seen) {
        seen = asked.progressKey;
        deadline = Math.min(end, performance.now() + BASE_MS);
      }
      if (settled || performance.now() >= deadline) {
        if (asked) {
          answers.push(asked);
        }
        break;
      }
      await sleep(ASK_AGAIN_MS, undefined, { signal }).catch(() => undefined);
    }
  }
  return answers;
}
