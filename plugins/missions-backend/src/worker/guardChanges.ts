import {
  errorCatalogue,
  type PlannedChange,
  type TargetPlan,
} from '@mission-control/plugin-missions-common';
import type { TargetSession } from './TargetSession';

/** What stands in the way of a plan: another owner, drift, a guard, a missing key. */
export function guardChanges(
  session: TargetSession,
  draft: { readonly problems: NonNullable<TargetPlan['problems']> },
  stepId: string,
  changes: readonly PlannedChange[],
): void {
  const undoes = session.session.run.undoOf !== undefined;
  for (const change of changes) {
    if (change.kind === 'conflict') {
      draft.problems.push({
        stepId,
        code: 'PLAN_CONFLICT',
        ...(undoes ? undoConflict(change) : conflict(change)),
      });
    } else if (change.kind !== 'noop' && change.kind !== 'external') {
      const { object, verb, kind } = change;
      const refusal = session.writeRefusal(object, verb ?? kind);
      if (refusal) {
        draft.problems.push({
          stepId,
          code: refusal.code,
          message: `${nameOf(change)}: ${refusal.message}`,
          remedy: errorCatalogue[refusal.code].remedy,
        });
      }
    }
  }
}

interface Words {
  readonly message: string;
  readonly remedy: string;
}

function conflict(change: PlannedChange): Words {
  return {
    message: `${nameOf(change)} is managed by ${
      change.conflictWith ?? 'somebody else'
    }`,
    remedy: errorCatalogue.PLAN_CONFLICT.remedy,
  };
}

/** An undo conflicts with what happened since: the note says what, who and when. */
function undoConflict(change: PlannedChange): Words {
  const { conflictWith = 'somebody else', note } = change;
  return {
    message: `${nameOf(change)} is not as the run left it: ${
      note ?? `it belongs to ${conflictWith} now`
    }`,
    remedy:
      change.verb === 'create'
        ? 'Choose to keep this object as it is (keepDrift in the API); to have the earlier one back, delete this one first and start the undo again.'
        : 'Choose for this object: keep it as it is now, or overwrite it. The choice makes a new plan (keepDrift and overwriteDrift in the API).',
  };
}

function nameOf({ object }: PlannedChange): string {
  const { kind, namespace, name } = object;
  return `${kind} ${namespace ? `${namespace}/` : ''}${name}`;
}
