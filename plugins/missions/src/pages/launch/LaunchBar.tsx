import { Button } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Plan } from '@mission-control/plugin-missions-common';
import {
  countChanges,
  isSequenceTarget,
  type MissionsApiError,
} from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import type { ParameterRow } from '../mission/parameterRows';
import type { ParameterProblem } from './parameters/parameterProblem';
import type { misfitRole } from './targetRule';
import { isWhole, type PlanPreviewState } from './usePlanPreview';
import styles from './Launch.module.css';

/** A parameter without a value that could be sent. */
export interface OpenParameter {
  row: ParameterRow;
  problem: ParameterProblem;
}

/** The start, and what is known of the last one. */
export interface LaunchStart {
  pending: boolean;
  /** Why the last one is not known to have happened. */
  error?: MissionsApiError;
  /** Whether something was started is not known. */
  lost: boolean;
  /** That was of another request than the form has now. */
  lostOther: boolean;
  run(): void;
}

export interface LaunchBarProps {
  orbit: boolean;
  /** Parameters that are missing or wrong, in the order of the form. */
  open: readonly OpenParameter[];
  /** Leads to the field of a parameter. */
  onGoTo(name: string): void;
  clustersDone: boolean;
  min: number;
  max: number;
  /** A role with too few or too many clusters. */
  misfit?: ReturnType<typeof misfitRole>;
  /** How many were chosen; 0 where the mission takes none of its own. */
  clusters: number;
  /** Chosen clusters that are not known: it is planned without them, not started. */
  unknown: readonly string[];
  plan: PlanPreviewState;
  /** The mission leaves something open: plans only. */
  draft: boolean;
  /** Why the person who looks may not start it. */
  refusal?: string;
  start: LaunchStart;
}

/** The one button, named by its effect; before it what is still missing. */
export function LaunchBar(props: LaunchBarProps) {
  const { orbit, open, clustersDone, min, max, clusters, plan } = props;
  const { unknown, draft, refusal, start } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  const { preview, old } = plan;
  const made = preview.kind === 'ready' && !old ? preview : undefined;
  // What is refused on one cluster cannot be started: it is only asked again.
  const fresh = made && isWhole(made) ? made : undefined;
  const incomplete = open.length > 0 || !clustersDone || refusal !== undefined;

  return (
    <div className={styles.bar}>
      <span className={styles.barText} role="status">
        {hint()}
      </span>
      {!refusal && open.length > 0 && (
        <Button
          variant="tertiary"
          onPress={() => props.onGoTo(open[0].row.name)}
        >
          {t('launch.goTo', { name: open[0].row.title })}
        </Button>
      )}
      {orbit || (fresh && !draft) ? (
        <Button
          variant="primary"
          isDisabled={incomplete || draft || unknown.length > 0}
          isPending={start.pending}
          onPress={start.run}
        >
          {fresh ? applyLabel(fresh.plan) : enableLabel()}
        </Button>
      ) : (
        <Button
          variant="primary"
          isDisabled={incomplete}
          isPending={preview.kind === 'planning' && !old}
          onPress={plan.show}
        >
          {clusters === 0
            ? t('launch.show')
            : t('launch.showOn', { count: clusters })}
        </Button>
      )}
    </div>
  );

  function hint() {
    if (refusal) {
      return refusal;
    }
    if (open.length > 0) {
      const isMissing = ({ problem }: OpenParameter) =>
        problem.kind === 'missing';
      const missing = titlesOf(open.filter(isMissing));
      const wrong = titlesOf(open.filter(one => !isMissing(one)));
      return [
        missing && t('launch.missing', { names: missing }),
        wrong && t('launch.correct', { names: wrong }),
      ]
        .filter(Boolean)
        .join(' · ');
    }
    if (draft) {
      return t('launch.draftHint');
    }
    if (unknown.length > 0) {
      return t('launch.removeFirst', { clusters: unknown.join(', ') });
    }
    if (clusters > max) {
      return t('launch.pickFewer', { count: max });
    }
    if (clusters >= min && props.misfit) {
      const { role, tooMany } = props.misfit;
      return tooMany
        ? t('launch.roleMost', { role: role.title, number: String(role.max) })
        : t('launch.roleLeast', { role: role.title, number: String(role.min) });
    }
    if (made && !fresh) {
      return t('launch.planRefused');
    }
    if (!clustersDone) {
      return t('launch.pick', { count: min });
    }
    if (start.lost) {
      return t(
        start.lostOther ? 'launch.startLostOther' : 'launch.startLostHint',
      );
    }
    return t(start.error ? 'launch.startRefused' : 'launch.nothingChanged');
  }

  function enableLabel() {
    return clusters === 0
      ? t('launch.enablePlain')
      : t('launch.enable', { count: clusters });
  }

  function applyLabel({ summary, targets }: Plan) {
    const count = countChanges(summary);
    if (count === 0) {
      return t('launch.applyNothing');
    }
    if (targets.some(({ targetId }) => isSequenceTarget(targetId))) {
      return t('launch.applySequence');
    }
    const changes = t('launch.changes', { count });
    return clusters === 0
      ? t('launch.applyPlain', { changes })
      : t('launch.apply', { changes, count: clusters });
  }
}

function titlesOf(open: readonly OpenParameter[]): string {
  return open.map(({ row }) => row.title).join(', ');
}
