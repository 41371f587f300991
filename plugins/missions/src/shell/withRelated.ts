import type {
  Approval,
  RunSummary,
} from '@mission-control/plugin-missions-common';
import type { KnownRun } from './standing';

/** What a page knows beside a list of runs. */
export interface RelatedRuns {
  /** All runs that it has, children among them. */
  runs: readonly RunSummary[];
  /** Open approvals of all runs; undefined when nobody could tell. */
  approvals?: readonly Approval[];
}

/** Runs of a list, each with the missions that it started and its open approvals, as far as they are known. */
export function withRelated(
  runs: readonly RunSummary[],
  { runs: known, approvals }: RelatedRuns,
): KnownRun[] {
  const asked = (approvals ?? []).flatMap(({ run }) => run ?? []);
  const all = new Map([...asked, ...known].map(run => [run.id, run]));
  const children = new Map<string, RunSummary[]>();
  for (const run of all.values()) {
    if (run.parentRunId) {
      const siblings = children.get(run.parentRunId) ?? [];
      children.set(run.parentRunId, [...siblings, run]);
    }
  }
  const related = (run: RunSummary): KnownRun => ({
    ...run,
    children: children.get(run.id)?.map(related),
    approvals: approvals?.filter(({ runId }) => runId === run.id),
  });
  return runs.map(related);
}
