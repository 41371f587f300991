import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import type { MissionSummary } from '@mission-control/plugin-missions-common';

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

/** Missions that make sense from an entity: not those for a whole fleet. */
export function isForEntity(mission: MissionSummary): boolean {
  return mission.type === 'fix' || mission.type === 'install';
}
