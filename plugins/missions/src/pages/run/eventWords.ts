import type { RunEvent } from '@mission-control/plugin-missions-common';
import {
  runStateMeta,
  stepStateMeta,
  Tone,
  type StateMeta,
} from '@mission-control/plugin-missions-react';

/** Endings of an event's type that say how it is drawn. */
const toneByWord: readonly (readonly [RegExp, Tone])[] = [
  [/(verify_passed|succeeded)$/, 'ok'],
  [/(failed|refused|rejected|expired)$/, 'fail'],
  [/(inconclusive|unknown)$/, 'unknown'],
  [/(drifted|skipped|overridden|truncated)$/, 'warn'],
  [/(approval|requested|asked|awaiting_approval|needs_decision)$/, 'wait'],
  [/(started|resumed|running|retry_decided)$/, 'run'],
  [/paused$/, 'pause'],
];

/** How an event is drawn; what is no verdict is drawn in ink. */
export function eventTone({ type, data }: RunEvent): Tone {
  const word = typeof data.to === 'string' ? data.to : type;
  return toneByWord.find(([pattern]) => pattern.test(word))?.[1] ?? 'idle';
}

/** Whether an event belongs to the history; writes have a journal of their own. */
export function isHistory({ type }: RunEvent): boolean {
  return !type.startsWith('journal');
}

/** `target.succeeded` → `Verified`: states speak the words of their table. */
function wordsOfType(type: string): string {
  const [subject, ...rest] = type.split(/[._:]/);
  const tables: Record<string, Record<string, StateMeta>> = {
    target: runStateMeta,
    run: runStateMeta,
    step: stepStateMeta,
  };
  return tables[subject]?.[rest.join('_')]?.word ?? type.replace(/[._:]/g, ' ');
}

/** An event in words; those of its type when it brings none. */
export function eventWords(event: RunEvent): string {
  const where = [event.targetId, event.stepId]
    .filter(part => part && part !== '-')
    .join(', ');
  const what = event.message ?? wordsOfType(event.type);
  return where && !what.includes(event.targetId ?? where)
    ? `${where}: ${what}`
    : what;
}
