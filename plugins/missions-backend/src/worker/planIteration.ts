import {
  type MissionStep,
  evaluateCondition,
} from '@mission-control/plugin-missions-common';
import { deferralReason, silentLimitOf } from '../engine';
import { deferStep } from './deferStep';
import { extend } from './extend';
import { evaluateInRun } from './evaluateInRun';
import { guardChanges } from './guardChanges';
import { askWithin } from './leaveBehind';
import { parseInput } from './parseInput';
import { type PlannedIteration, keepOutput, stepRow } from './plannedIteration';
import { scopeOf } from './RunSession';
import { runReadWhilePlanning } from './runReadWhilePlanning';
import { sealOutput } from './sealOutput';
import { evidenceOf } from './stepEvidence';
import type { TargetSession } from './TargetSession';
import { toChanges } from './toChanges';

/** Plans one step or one of its entries: defers it, skips it, asks its action or reads. */
export async function planIteration(options: PlannedIteration): Promise<void> {
  const { session, target, draft, step, action, item } = options;
  const { outputs } = draft;
  const scope = scopeOf(session.session, target, { outputs, each: item });
  const deferred = deferralReason({
    step,
    plainRead: action.effect === 'read' && !action.plan,
    onlyWhenRunning: action.onlyWhenRunning ?? false,
    before: draft.before(step),
  });
  if (deferred) {
    deferStep(options, deferred);
    return;
  }
  if (
    step.if !== undefined &&
    !evaluateCondition(step.if, scope, session.session.derived)
  ) {
    draft.steps.push({
      ...stepRow(options),
      state: 'skipped',
      skipReason: `The condition "${step.if}" is false`,
    });
    return;
  }
  const input = parseInput(
    action.schema.input,
    await evaluateInRun(session, step.input ?? {}, scope),
    `Step '${step.id}'`,
  );
  if (action.plan) {
    await planAction(options, input);
  } else {
    await readNow(options, input);
  }
}

async function planAction(
  options: PlannedIteration,
  input: unknown,
): Promise<void> {
  const { session, target, draft, step, action } = options;
  const row = stepRow(options);
  const { masker } = session.session;
  const { stepId } = row;
  const who = `The plan of action '${action.id}'`;
  const planned = await askWithin({
    who,
    limitMs: silentLimitOf(step.timeout),
    signal: session.held.signal,
    ask: async signal =>
      action.plan!(
        extend(
          session.base({ target, stepId, writes: { who }, input, signal }),
          {
            earlier: draft.before(step).changes,
            once: draft.once,
          },
        ),
      ),
  });
  if (step.sealed) {
    masker.add(planned.output);
  }
  const changes = toChanges(session, step, row.stepId, planned.changes);
  guardChanges(session, draft, row.stepId, changes);
  draft.changes.push(...changes);
  if (planned.output === undefined) {
    draft.deferred.add(step.id);
  } else {
    keepOutput(options, planned.output);
  }
  if (action.effect === 'read') {
    draft.reads.push({
      stepId: row.stepId,
      action: action.id,
      ...(planned.output && {
        output: readOutput(session, step, planned.output),
      }),
      ...(planned.summary && { summary: masker.text(planned.summary) }),
    });
  }
  draft.steps.push({ ...row, state: 'pending', input: masker.mask(input) });
}

async function readNow(
  options: PlannedIteration,
  input: unknown,
): Promise<void> {
  const { session, target, draft, step, action } = options;
  const row = stepRow(options);
  const { output, evidence, closeLog } = await runReadWhilePlanning({
    session,
    target,
    action,
    step,
    stepId: row.stepId,
    input,
  });
  const { masker } = session.session;
  if (step.sealed) {
    masker.add(output);
  }
  const returned = { kind: 'returned' as const, value: output };
  draft.evidence.push(...evidenceOf(session, target, row, evidence, returned));
  draft.lines.set(row.stepId, await closeLog());
  keepOutput(options, output);
  draft.reads.push({
    stepId: row.stepId,
    action: action.id,
    output: readOutput(session, step, output),
  });
  draft.steps.push({
    ...row,
    state: 'succeeded',
    input: masker.mask(input),
    ...sealOutput(session, target, row.stepId, output, step.sealed ?? false),
  });
}

/** What a plan shows of an output: of a secret one only whether it changes. */
function readOutput(
  { session }: TargetSession,
  step: MissionStep,
  output: Record<string, unknown>,
): Record<string, unknown> {
  return step.sealed
    ? { digest: session.digest(output) }
    : session.masker.mask(output);
}
