import type { TargetPlan } from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import type { RunResource } from '../../permissions';
import { parseJson } from '../rows';

/** What permission rules look at, in the order of the ids; undefined for a run that is not there. */
export async function readRunResources(options: {
  tx: Knex | Knex.Transaction;
  runIds: readonly string[];
}): Promise<Array<RunResource | undefined>> {
  const { tx, runIds } = options;
  const runs = await tx('runs')
    .whereIn('id', [...runIds])
    .select('id', 'mission_ref', 'type', 'initiator');
  const targets = await tx('run_targets')
    .whereIn('run_id', [...runIds])
    .select('run_id', 'cluster', 'cluster_json', 'plan_json');
  return runIds.map(id => {
    const run = runs.find(each => each.id === id);
    if (!run) {
      return undefined;
    }
    const mine = targets.filter(each => each.run_id === id);
    const onClusters = mine.filter(each => each.cluster);
    const plans = mine
      .map(each => parseJson<TargetPlan>(each.plan_json))
      .filter(plan => plan !== undefined);
    return {
      id,
      missionRef: run.mission_ref,
      type: run.type,
      initiator: run.initiator,
      clusters: onClusters.map(each => each.cluster),
      environments: unique(
        onClusters.map(each => parseJson(each.cluster_json)?.environment ?? ''),
      ),
      namespaces:
        plans.length === 0
          ? undefined
          : unique(
              plans.flatMap(plan =>
                plan.changes.map(change => change.object.namespace ?? ''),
              ),
            ),
    };
  });
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
