import type {
  Cluster,
  Mission,
  TargetChoice,
} from '@mission-control/plugin-missions-common';
import type { ViewState } from '@mission-control/plugin-missions-react';
import { formatLaunchAddress } from '../pages/launch/launchAddress';
import { targetRule } from '../pages/launch/targetRule';
import { parameterRows } from '../pages/mission/parameterRows';
import type { EntityDefaults } from './entityDefaults';

/** What the launch page of a mission gets from an entity. */
export interface EntityFill {
  clusters: readonly string[];
  /** Values by the name of the mission's parameter. */
  parameters: Readonly<Record<string, string>>;
}

/**
 * What of an entity a mission takes: its clusters, unless the mission wants
 * none or gives them roles that an entity does not know; and texts for the
 * parameters namespace, deployment, name and labelSelector that it has.
 */
export function entityFill(
  spec: Mission['spec'],
  { clusters, namespace, labelSelector, name }: EntityDefaults,
): EntityFill {
  const { needed, roles } = targetRule(spec);
  const values = { namespace, deployment: name, name, labelSelector };
  const rows = new Map(parameterRows(spec).map(row => [row.name, row]));
  const parameters: Record<string, string> = {};
  for (const [parameter, value] of Object.entries(values)) {
    const row = rows.get(parameter);
    if (
      value !== undefined &&
      row?.type === 'string' &&
      !row.secret &&
      (row.options?.includes(value) ?? true)
    ) {
      parameters[parameter] = value;
    }
  }
  return { clusters: needed && roles.length === 0 ? clusters : [], parameters };
}

/** Which of the clusters that an entity names are not there; none while nobody knows. */
export function unknownClusters(
  named: readonly string[],
  clusters: ViewState<readonly Pick<Cluster, 'name'>[]>,
): string[] {
  return clusters.kind === 'ready'
    ? named.filter(name => !clusters.data.some(known => known.name === name))
    : [];
}

/** Missions that take more of the entity come first; equal ones keep their order. */
export function fillRank(fill: EntityFill | undefined): number {
  if (!fill) {
    return 3;
  }
  if (Object.keys(fill.parameters).length > 0) {
    return 0;
  }
  return fill.clusters.length > 0 ? 1 : 2;
}

/** Query of the launch page of a mission with what it takes of the entity. */
export function launchQuery(
  { entityRef }: EntityDefaults,
  { clusters, parameters }: EntityFill,
): URLSearchParams {
  const targets: TargetChoice[] = clusters.map(cluster => ({ cluster }));
  return formatLaunchAddress({ parameters, targets, entity: entityRef }, []);
}
