import type {
  Run,
  RunSummary,
  RunTarget,
  Step,
} from '@mission-control/plugin-missions-common';

/** A step of a sequence, and the run that it started. */
export interface StartedRun {
  readonly step: Step;
  readonly child: RunSummary;
}

/** The steps of a sequence with the runs that they started, as far as the person may see them. */
export function childrenOf(
  { children }: Pick<Run, 'children'>,
  { steps }: Pick<RunTarget, 'steps'>,
): StartedRun[] {
  return steps.flatMap(step => {
    const child = children?.find(({ id }) => id === step.childRunId);
    return child ? [{ step, child }] : [];
  });
}
