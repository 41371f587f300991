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
  /** Milliseconds without progress, and with it. Defaults to 5 and 30 minutes. */
  limit?: { readonly baseMs: number; readonly mostMs: number };
  /** Called when a check answers that something moved. */
  onProgress?(text: string): void;
  /** Called with each answer after which a check is asked again. */
  onWaiting?(text: string): Promise<void>;
}): Promise<AskedCheck[]> {
  const { checks, signal, limit, onProgress, onWaiting, ...rest } = options;
  const { baseMs, mostMs } = limit ?? { baseMs: BASE_MS, mostMs: MOST_MS };
  const answers: AskedCheck[] = [];
  const began = performance.now();
  const end = began + mostMs;
  for (const check of checks) {
    const name = check.spec.title ?? check.id;
    let deadline = performance.now() + baseMs;
    let seen: string | undefined;
    for (;;) {
      const asked = await askCheck({ ...rest, ...check, signal });
      const settled =
        asked?.result.status === 'pass' ||
        !asked?.progressing ||
        signal.aborted;
      if (asked && asked.progressKey !== seen) {
        seen = asked.progressKey;
        deadline = Math.min(end, performance.now() + baseMs);
        onProgress?.(`${name}: ${asked.result.message}`);
      }
      if (settled || performance.now() >= deadline) {
        if (asked) {
          answers.push(settled ? asked : stillMoving(asked, began));
        }
        break;
      }
      await onWaiting?.(`${name}: ${asked!.result.message}`);
      const pause = sleep(ASK_AGAIN_MS, undefined, { signal });
      await rest.session.held.rest(pause, signal).catch(() => undefined);
      if (signal.aborted) {
        return [...answers, stillMoving(asked!, began)];
      }
    }
  }
  return answers;
}

/** The last answer of a check whose time is up, with how long it was asked. */
function stillMoving(asked: AskedCheck, began: number): AskedCheck {
  const seconds = Math.round((performance.now() - began) / 1000);
  const { result } = asked;
  const message = `${result.message} (still so after ${seconds} s)`;
  return { ...asked, result: { ...result, message } };
}
