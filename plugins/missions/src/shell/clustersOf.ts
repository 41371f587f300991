import type { RunSummary } from '@mission-control/plugin-missions-common';
import { isSequenceTarget } from '@mission-control/plugin-missions-react';
import { startedOf } from './startedOf';
import type { KnownRun } from './KnownRun';

/** A cluster, and the run that is about it. */
export interface RunCluster {
  id: string;
  of: KnownRun;
  target: RunSummary['targets'][number];
}

/** The clusters of a run; of one that touches none, those of the missions that it started. */
export function clustersOf(run: KnownRun): RunCluster[] {
  const own = run.targets.filter(({ id }) => !isSequenceTarget(id));
  return own.length > 0
    ? own.map(target => ({ id: target.id, of: run, target }))
    : startedOf(run).flatMap(clustersOf);
}
