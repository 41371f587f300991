import {
  type MissionStep,
  type PlannedChange,
  contentHash,
  evaluate,
  evaluateCondition,
  stepNeeds,
} from '@mission-control/plugin-missions-common';
import type { MissionAction } from '@mission-control/plugin-missions-node';
import { deferralReason, deferredEach } from '../engine';
import { maskWhole } from '../sealing';
import { type PlannedStep, type TargetRecord, outputPlace } from '../store';
import { eachEntriesOf, nameOfStep } from './eachEntriesOf';
import { NO_ENTRIES } from './expandStep';
import { extend } from './extend';
import { guardChanges } from './guardChanges';
import { parseInput } from './parseInput';
import { type MadePlan, PlanDraft } from './PlanDraft';
import { scopeOf } from './RunSession';
import { runReadWhilePlanning } from './runReadWhilePlanning';
import type { TargetSession } from './TargetSession';

/** Object of a change that is only a template yet: the step itself. */
export const STEP_API_VERSION = 'mission-control.dev/v1alpha1';

/**
 * Plans every step of the mission on one target, in order: reads that depend
 * on no write are run, writes are dry-run by their action, and what cannot be
 * known yet is deferred. Planning stops at the first step with a problem.
 */
export async function planTarget(
  session: TargetSession,
  target: TargetRecord,
): Promise<MadePlan> {
  const { steps } = session.session.spec;
  const draft = new PlanDraft(stepNeeds(steps, target.role));
  for (const step of steps) {
    if (step.role !== undefined && step.role !== target.role) {
      continue;
    }
    try {
      await planStep(session, target, draft, step);
    } catch (error) {
      if (session.held.signal.aborted) {
        throw error;
      }
      draft.fail(session, step.id, error);
    }
    if (draft.problems.length > 0) {
      break;
    }
  }
  return draft.finish(session, target);
}

async function planStep(
  session: TargetSession,
  target: TargetRecord,
  draft: PlanDraft,
  step: MissionStep,
): Promise<void> {
  const action = session.registry.action(step.action);
  if (step.each === undefined) {
    await planIteration({ session, target, draft, step, action });
    return;
  }
  const unknown = deferredEach(step, draft.before(step));
  if (unknown) {
    deferStep({ session, target, draft, step, action }, unknown);
    return;
  }
  const { outputs } = draft;
  const scope = scopeOf(session.session, target, { outputs });
  const entries = eachEntriesOf(step, scope, session.session.masker);
  for (const { item } of entries) {
    await planIteration({ session, target, draft, step, action, item });
  }
  if (entries.length === 0) {
    draft.steps.push({
      ...stepRow({ session, target, draft, step, action }),
      state: 'skipped',
      skipReason: NO_ENTRIES,
    });
  }
}

/** One step, or one iteration of it, while planning. */
export interface PlannedIteration {
  readonly session: TargetSession;
  readonly target: TargetRecord;
  readonly draft: PlanDraft;
  readonly step: MissionStep;
  readonly action: MissionAction;
  readonly item?: { key: string; value: unknown };
}

async function planIteration(options: PlannedIteration): Promise<void> {
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
  if (step.if !== undefined && !evaluateCondition(step.if, scope)) {
    draft.steps.push({
      ...stepRow(options),
      state: 'skipped',
      skipReason: `The condition "${step.if}" is false`,
    });
    return;
  }
  const input = parseInput(
    action.schema.input,
    evaluate(step.input ?? {}, scope),
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
  const planned = await action.plan!(
    extend(session.base({ target, stepId: row.stepId, input }), {
      earlier: draft.before(step).changes,
    }),
  );
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

/** An action's changes as the plan keeps them. */
export function toChanges(
  session: TargetSession,
  step: Pick<MissionStep, 'irreversible'> | undefined,
  stepId: string,
  changes: readonly Omit<PlannedChange, 'stepId'>[],
): PlannedChange[] {
  return session.session.masker.mask(
    changes.map(change => ({
      ...change,
      stepId,
      ...(step?.irreversible && change.kind !== 'noop'
        ? { irreversible: change.irreversible ?? step.irreversible }
        : {}),
    })),
  );
}

async function readNow(
  options: PlannedIteration,
  input: unknown,
): Promise<void> {
  const { session, target, draft, step, action } = options;
  const row = stepRow(options);
  const output = await runReadWhilePlanning({
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

/** Columns of an output: masked for people, whole and sealed where that differs. */
export function sealOutput(
  session: TargetSession,
  target: TargetRecord,
  stepId: string,
  output: unknown,
  sealed: boolean,
): { output: unknown; outputSealed?: string } {
  const { masker, run } = session.session;
  if (sealed) {
    masker.add(output);
  }
  const masked = masker.mask(sealed ? maskWhole(output) : output);
  const same = JSON.stringify(masked) === JSON.stringify(output);
  const { sealer } = session.store;
  return {
    output: masked,
    ...(!same && {
      outputSealed: sealer.seal(
        output,
        outputPlace(run.id, target.targetId, stepId),
      ),
    }),
  };
}

function keepOutput(options: PlannedIteration, output: unknown): void {
  const { draft, step, item } = options;
  if (item) {
    draft.outputs[step.id] ??= { output: {} };
    draft.outputs[step.id].output[item.key] = output;
  } else {
    draft.outputs[step.id] = { output };
  }
}

/**
 * A step that is planned in full only when it runs: its template is what is
 * approved, and of entries that are not known yet where they come from.
 */
function deferStep(options: PlannedIteration, reason: string): void {
  const { session, draft, step, action, item } = options;
  const row = stepRow(options);
  const entries = item ? undefined : step.each;
  draft.deferred.add(step.id);
  draft.steps.push({ ...row, state: 'pending' });
  if (action.effect === 'write') {
    draft.changes.push({
      stepId: row.stepId,
      kind: 'deferred',
      object: {
        apiVersion: STEP_API_VERSION,
        kind: 'Step',
        name: row.stepId,
      },
      verb: action.id,
      deferredReason: reason,
      desired: session.session.masker.mask({
        action: action.id,
        input: step.input ?? {},
        ...(item && { each: item }),
        ...(entries && { each: entries }),
      }),
      digest: contentHash({
        action: action.id,
        input: step.input ?? {},
        if: step.if ?? null,
        item: item ?? null,
        ...(entries && { each: entries }),
      }),
      note: 'What it changes is shown, and asked for, before it is written.',
    });
  } else {
    draft.reads.push({
      stepId: row.stepId,
      action: action.id,
      summary: reason,
    });
  }
}

function stepRow(options: PlannedIteration): Omit<PlannedStep, 'state'> {
  const { step, action, item } = options;
  return {
    stepId: item ? `${step.id}[${item.key}]` : step.id,
    sourceId: step.id,
    item,
    name: nameOfStep(step, item?.key),
    action: action.id,
    effect: action.effect,
  };
}
