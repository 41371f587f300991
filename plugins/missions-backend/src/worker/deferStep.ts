import { contentHash } from '@mission-control/plugin-missions-common';
import { type PlannedIteration, stepRow } from './plannedIteration';

/** Object of a change that is only a template yet: the step itself. */
export const STEP_API_VERSION = 'mission-control.dev/v1alpha1';

/**
 * A step that is planned in full only when it runs: its template is what is
 * approved, and of entries that are not known yet where they come from.
 */
export function deferStep(options: PlannedIteration, reason: string): void {
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
