import type {
  RunEvent,
  RunState,
  StepState,
  Verdict,
} from '@mission-control/plugin-missions-common';
import {
  isSequenceTarget,
  runStateMeta,
  stepStateMeta,
  Tone,
} from '@mission-control/plugin-missions-react';
import { headlineOf } from './headlineOf';
import { isNamedIn } from './isNamedIn';

/** Endings of an event's type that say how it is drawn. */
const toneByWord: readonly (readonly [RegExp, Tone])[] = [
  [/(verify_passed|succeeded)$/, 'ok'],
  [/(failed|refused|rejected|expired)$/, 'fail'],
  [/(inconclusive|unknown)$/, 'unknown'],
  [/(drifted|skipped|overridden|truncated)$/, 'warn'],
  [
    /(approval|requested|asked|opened|awaiting_approval|needs_decision)$/,
    'wait',
  ],
  [/(started|resumed|running|retry_decided)$/, 'run'],
  [/(paused|\.held)$/, 'pause'],
  [/cancelled$/, 'cancelled'],
];

/** Types of events that have words of their own. */
export const eventKeys = {
  'run.created': 'run.eventCreated',
  'run.finished': 'run.eventFinished',
  'run.cancelRequested': 'run.eventCancelRequested',
  'run.pauseRequested': 'run.eventPauseRequested',
  'run.resumed': 'run.eventResumed',
  'target.released': 'run.eventReleased',
  'target.waiting': 'run.eventWaiting',
  'target.held': 'run.eventHeld',
  'target.unheld': 'run.eventUnheld',
  'run.windowsPassed': 'run.eventWindowsPassed',
  'target.decided': 'run.eventDecided',
  'target.rechecked': 'run.eventRechecked',
  'step.expanded': 'run.eventExpanded',
  'approval.opened': 'run.eventApprovalOpened',
  'approval.automatic': 'run.eventApprovalAutomatic',
  'approval.decided': 'run.eventApprovalDecided',
  'approval.delegated': 'run.eventDelegated',
  'approval.delegationEnded': 'run.eventDelegationEnded',
  'approval.approved': 'run.eventApproved',
  'approval.rejected': 'run.eventRejected',
  'approval.expired': 'run.eventExpired',
  'approval.superseded': 'run.eventSuperseded',
} as const;
/** What a person decided about a cluster. */
const decidedKeys = {
  retry: 'run.decidedRetry',
  skip: 'run.decidedSkip',
  close: 'run.decidedClose',
  undo: 'run.decidedUndo',
} as const;
/** What a person said about an approval. */
const saidKeys = {
  approve: 'run.saidYes',
  reject: 'run.saidNo',
} as const;
/** Events whose message is the reason that somebody gave, or a rule. */
const withReason: readonly string[] = [
  'run.created',
  'run.cancelRequested',
  'run.pauseRequested',
  'run.resumed',
  'run.windowsPassed',
  'target.decided',
  'approval.opened',
  'approval.automatic',
  'approval.decided',
  'approval.delegated',
  'approval.delegationEnded',
];
type KnownEvent = keyof typeof eventKeys;

/** Words that events are told in. */
export interface EventVocabulary {
  known(
    key:
      | (typeof eventKeys)[KnownEvent]
      | (typeof decidedKeys)[keyof typeof decidedKeys]
      | (typeof saidKeys)[keyof typeof saidKeys],
  ): string;
  /** What happened, with the reason that was given. */
  because(what: string, reason: string): string;
  run(state: RunState): string;
  step(state: StepState): string;
  /** Name of a step by its id. */
  stepName(stepId: string): string;
}

/** How an event is drawn; what is no verdict is drawn in ink. */
export function eventTone({ type, data }: RunEvent): Tone {
  if (type === 'run.finished') {
    return endTone(data);
  }
  const word = typeof data.to === 'string' ? data.to : type;
  return toneByWord.find(([pattern]) => pattern.test(word))?.[1] ?? 'idle';
}

/** An end is drawn as its state; a look that found something is no success. */
function endTone({ state, verdict }: RunEvent['data']): Tone {
  const { findings, notAssessed } = (verdict ?? {}) as Partial<Verdict>;
  if (state === 'succeeded' && findings) {
    return 'warn';
  }
  if (state === 'succeeded' && notAssessed) {
    return 'unknown';
  }
  return typeof state === 'string' && state in runStateMeta
    ? runStateMeta[state as RunState].tone
    : 'idle';
}

/** What is over moves no more. */
export function pastTone(tone: Tone, past: boolean): Tone {
  return past && tone === 'run' ? 'idle' : tone;
}

/** Whether an event belongs to the history; writes have a journal of their own. */
export function isHistory({ type }: RunEvent): boolean {
  return !type.startsWith('journal');
}

/**
 * A cluster stops with the cause of its step: who read the step's event, needs
 * not read it again. What is said beyond it, such as who closed it, stays.
 */
export function withoutRetold(
  events: readonly RunEvent[],
  stepName: (stepId: string) => string,
): RunEvent[] {
  const told = new Map<string | undefined, string[]>();
  return events.map(event => {
    const { type, targetId, stepId, message } = event;
    if (message && stepId && type.startsWith('step.')) {
      const causes = [stepName(stepId), stepId].map(
        label => `${label}: ${message}`,
      );
      causes.push(message);
      told.set(targetId, [...(told.get(targetId) ?? []), ...causes]);
    }
    if (!message || !type.startsWith('target.')) {
      return event;
    }
    const rest = (told.get(targetId) ?? [])
      .reduce((text, cause) => text.replace(cause, () => ''), message)
      // A check is named before its cause: no label stays without it.
      .replace(/(^|;)\s*[^\s;]+:\s*(?=;|$)/g, '$1')
      .replace(/^[\s;]+|[\s;]+$/g, '');
    return { ...event, message: rest || undefined };
  });
}

/** An event in words; those of its type when it brings none. */
export function eventWords(event: RunEvent, words: EventVocabulary): string {
  const { stepId } = event;
  const cluster =
    event.targetId && !isSequenceTarget(event.targetId)
      ? event.targetId
      : undefined;
  const where = [cluster, stepId && stepId !== '-' && words.stepName(stepId)]
    .filter(Boolean)
    .join(', ');
  const what = toldIn(event, words);
  // A person's comment may name any cluster.
  const ours = event.type.endsWith('.decided')
    ? toldIn({ ...event, message: undefined }, words)
    : what;
  return where && !isNamedIn(ours, cluster ?? where)
    ? `${where}: ${what}`
    : what;
}

/** The message where it is short; the cause of a cluster's state is told with its step, unless it was given up before its first. */
function toldIn(event: RunEvent, words: EventVocabulary): string {
  const { type, message, data } = event;
  const happened = decidedWords(event, words) ?? wordsOfType(type, words);
  if (!message) {
    return happened;
  }
  if (withReason.includes(type)) {
    return words.because(happened, message);
  }
  const headline = headlineOf(message);
  return headline !== message && type.startsWith('target.') && !data.givenUp
    ? happened
    : headline;
}

/** What a person decided, where that is known. */
function decidedWords(
  { type, data }: RunEvent,
  words: EventVocabulary,
): string | undefined {
  const decision = String(data.decision);
  if (type === 'target.decided' && decision in decidedKeys) {
    return words.known(decidedKeys[decision as keyof typeof decidedKeys]);
  }
  return type === 'approval.decided' && decision in saidKeys
    ? words.known(saidKeys[decision as keyof typeof saidKeys])
    : undefined;
}

/** `target.succeeded` → `Verified`: states speak the words of their table. */
function wordsOfType(type: string, words: EventVocabulary): string {
  if (type in eventKeys) {
    return words.known(eventKeys[type as KnownEvent]);
  }
  const [subject, ...rest] = type.split(/[._:]/);
  const state = rest.join('_');
  if (subject === 'step' && state in stepStateMeta) {
    return words.step(state as StepState);
  }
  return ['run', 'target'].includes(subject) && state in runStateMeta
    ? words.run(state as RunState)
    : type.replace(/[._:]/g, ' ');
}
