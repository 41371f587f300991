import type {
  Approval,
  Run,
  RunSummary,
  StartedRun,
} from '@mission-control/plugin-missions-common';

/**
 * What a standing is told from. A list, a page and the run that started it know
 * the same of a run; a page knows besides on which cluster something was left.
 */
export type KnownRun = Omit<StartedRun, 'parentRunId'> &
  Partial<
    Pick<RunSummary, 'orbitId' | 'startedRuns' | 'trigger' | 'waitingForMe'> &
      Pick<Run, 'kept' | 'undoRuns' | 'targetsDetail'> & {
        /** The missions that it started, where they are known as runs of their own. */
        children: readonly KnownRun[];
        approvals: readonly Pick<
          Approval,
          'kind' | 'state' | 'targetId' | 'stepId'
        >[];
      }
  >;
