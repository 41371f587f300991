import {
  isTerminal,
  type Run,
  type RunSummary,
} from '@mission-control/plugin-missions-common';

/** The undo under way: of a run there is one at a time, about all of it or a part. */
export function undoUnderWay({
  undoRuns = [],
}: Pick<Run, 'undoRuns'>): RunSummary | undefined {
  return undoRuns.find(undo => !isTerminal(undo.state) && !undo.planOnly);
}
