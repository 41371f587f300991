import {
  type CheckResult,
  type Evidence,
  type ObjectRef,
  sameObject,
  nameOfObject,
} from '@mission-control/plugin-missions-common';
import type { JournalRecord } from '@mission-control/plugin-missions-node';
import type { StepRecord, TargetRecord } from '../store';
import type { CallResult } from './callAction';
import { STEP_API_VERSION } from './deferStep';
import type { UndoneStep } from './loadUndoneStep';
import type { TargetSession } from './TargetSession';

/** Longest message of a result, in characters. */
const MAX_MESSAGE = 500;

/** A write that read nothing back, or only empty answers, has proved nothing. */
export function withProof(
  step: StepRecord,
  result: CallResult,
  evidence: readonly Pick<Evidence, 'asked' | 'answered'>[],
): CallResult {
  if (
    result.kind !== 'returned' ||
    step.effect !== 'write' ||
    !evidence.every(saysNothing)
  ) {
    return result;
  }
  const asked = evidence.map(item => item.asked).join(', ');
  return {
    kind: 'inconclusive',
    evidence: [],
    error: {
      code: 'STEP_FAILED',
      message: `Step '${step.stepId}' wrote, and its action '${step.action}' ${
        asked
          ? `read back only what is empty: ${asked}`
          : 'reported no evidence of it'
      }`.slice(0, MAX_MESSAGE),
    },
  };
}

/**
 * Whether an answer has nothing in it: no text, no item, no member with
 * something. null is one: what was asked for is not there.
 */
function saysNothing({ answered }: Pick<Evidence, 'answered'>): boolean {
  return isEmpty(answered);
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === '') {
    return true;
  }
  return (
    typeof value === 'object' &&
    value !== null &&
    !(value instanceof Date) &&
    Object.values(value).every(isEmpty)
  );
}

/**
 * What a call read back, as the run keeps it; empty when it read nothing. Where
 * all answers are empty it is unknown what they show.
 *
 * What an undo left as it is warns, apart from what it proved, and before it:
 * the newest result of a step is the one that counts.
 */
export function evidenceOf(
  session: TargetSession,
  target: TargetRecord,
  step: Pick<StepRecord, 'stepId' | 'action' | 'name' | 'effect'>,
  evidence: readonly Evidence[],
  result: CallResult,
  undo?: UndoneStep,
): CheckResult[] {
  const at = new Date();
  const inconclusive = result.kind === 'inconclusive' ? result.evidence : [];
  // Once more: a sealed output is known only after its evidence was told.
  const all = session.session.masker.mask([
    ...evidence,
    ...inconclusive.map(item => ({ ...item, at })),
  ]);
  if (all.length === 0) {
    return [];
  }
  const isProof =
    (result.kind === 'returned' || result.kind === 'suspended') &&
    !all.every(saysNothing);
  const status = isProof ? ('pass' as const) : ('unknown' as const);
  const common = {
    id: step.stepId,
    check: step.action,
    title: step.name,
    phase: session.session.run.undoOf ? ('undo' as const) : ('step' as const),
    targetId: target.targetId,
    stepId: step.stepId,
    at,
  };
  const kept = keptObjects(result, undo);
  if (undo && kept.length > 0) {
    return keptEvidence(all, kept, undo).map(item => ({ ...common, ...item }));
  }
  return [
    {
      ...common,
      status: result.kind === 'failed' ? 'fail' : status,
      message:
        result.kind === 'failed' || result.kind === 'inconclusive'
          ? result.error.message
          : `${messageOf(all, undo, step.effect)}${
              isProof ? '' : ': the answer is empty'
            }`,
      evidence: all,
    },
  ];
}

/** An object that an undo left as it is. */
interface Kept {
  readonly object: ObjectRef;
  readonly reason: string;
}

/** Each object that the undo left once, with the newest reason. */
function keptObjects(result: CallResult, undo: UndoneStep | undefined): Kept[] {
  if (result.kind !== 'returned' || !undo) {
    return [];
  }
  const found: Kept[] = [];
  for (const { seq, reason } of result.kept ?? []) {
    const object = objectOf(undo.records.find(record => record.seq === seq)!);
    if (!isAmong(found, object)) {
      found.push({ object, reason });
    }
  }
  return found;
}

function keptEvidence(
  all: readonly Evidence[],
  kept: readonly Kept[],
  undo: UndoneStep,
): Pick<CheckResult, 'status' | 'message' | 'evidence'>[] {
  const takenBack = undo.records.filter(
    record => !isAmong(kept, objectOf(record)),
  );
  const isProof = (item: Evidence) =>
    takenBack.length > 0 &&
    !saysNothing(item) &&
    !(item.object && isAmong(kept, item.object));
  const proof = all.filter(isProof);
  const rest = all.filter(item => !isProof(item));
  const warning = {
    status: 'warn' as const,
    message: `kept: ${kept
      .map(({ object, reason }) => `${nameOfObject(object)}: ${reason}`)
      .join('; ')}`.slice(0, MAX_MESSAGE),
    evidence: rest,
  };
  if (proof.length === 0) {
    return [warning];
  }
  return [
    warning,
    {
      status: 'pass',
      message: messageOf(proof, undo, 'write'),
      evidence: proof,
    },
  ];
}

/**
 * What was asked; of a read the sentences that it answered, if there are any,
 * and of an undo also how each object is now, where it says so.
 */
function messageOf(
  all: readonly Evidence[],
  undo: UndoneStep | undefined,
  effect: StepRecord['effect'],
): string {
  const sentences = all.flatMap(({ answered }) =>
    typeof answered === 'string' && answered !== '' ? [answered] : [],
  );
  if (!undo && effect === 'read' && sentences.length > 0) {
    return shortened(sentences.join('; '));
  }
  const told = all.map(item => {
    const result = undo && resultOf(item);
    return result && item.object
      ? `${nameOfObject(item.object)}: ${result}`
      : item.asked;
  });
  return shortened(told.join(', '));
}

function shortened(text: string): string {
  return text.length > MAX_MESSAGE
    ? `${text.slice(0, MAX_MESSAGE - 1)}…`
    : text;
}

function resultOf({ answered }: Evidence): string | undefined {
  if (typeof answered === 'string') {
    return answered;
  }
  const result =
    typeof answered === 'object' && answered !== null && 'result' in answered
      ? answered.result
      : undefined;
  return typeof result === 'string' ? result : undefined;
}

function isAmong(kept: readonly { object: ObjectRef }[], object: ObjectRef) {
  return kept.some(item => sameObject(item.object, object));
}

/** What a record is about: of a start the run, for a step starts one at each try. */
function objectOf({ object, after }: JournalRecord): ObjectRef {
  const { apiVersion, kind, name } = object;
  return apiVersion === STEP_API_VERSION && after?.metadata
    ? {
        apiVersion,
        kind: after.kind ?? kind,
        name: after.metadata.name ?? name,
      }
    : object;
}
