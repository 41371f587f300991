import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import type {
  MissionSummary,
  TargetChoice,
} from '@mission-control/plugin-missions-common';
import { formatLaunchAddress } from '../pages/launch/launchAddress';

/** What an entity's annotations say about where it runs. */
export interface EntityDefaults {
  entityRef: string;
  clusters: string[];
  namespace?: string;
  labelSelector?: string;
  name: string;
}

/** Reads Backstage's own Kubernetes annotations. */
export function entityDefaults(entity: Entity): EntityDefaults {
  const annotation = (name: string) =>
    entity.metadata.annotations?.[`backstage.io/${name}`];
  return {
    entityRef: stringifyEntityRef(entity),
    clusters: (annotation('kubernetes-cluster') ?? '')
      .split(',')
      .map(name => name.trim())
      .filter(Boolean),
    namespace: annotation('kubernetes-namespace'),
    labelSelector: annotation('kubernetes-label-selector'),
    name: annotation('kubernetes-id') ?? entity.metadata.name,
  };
}

/**
 * Query of the launch page with the entity's clusters as targets. Parameters
 * named namespace, deployment, name and labelSelector are filled in; the
 * launch page drops those that the mission does not have.
 */
export function launchQuery(defaults: EntityDefaults): URLSearchParams {
  const { namespace, labelSelector, name, clusters } = defaults;
  const parameters = Object.fromEntries(
    Object.entries({
      namespace,
      labelSelector,
      name,
      deployment: name,
    }).filter(([, value]) => value !== undefined),
  );
  const targets: TargetChoice[] = clusters.map(cluster => ({ cluster }));
  return formatLaunchAddress(
    { parameters, targets, entity: defaults.entityRef },
    [],
  );
}

/** Missions that make sense from an entity: not those for a whole fleet. */
export function fitsEntity(mission: MissionSummary): boolean {
  return mission.type === 'fix' || mission.type === 'install';
}
