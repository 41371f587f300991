import type {
  Cluster,
  ClusterSourceProblem,
} from '@mission-control/plugin-missions-common';
import type { ClusterRegistry, RegisteredCluster } from '../../clusters';
import type { ClusterResource } from '../../permissions';
import type { ClusterService } from './ClusterService';

/** Clusters, without asking for permissions: routes get the authorized one. */
export class DefaultClusterService implements ClusterService {
  readonly #registry: ClusterRegistry;

  private constructor(registry: ClusterRegistry) {
    this.#registry = registry;
  }

  static create(options: { registry: ClusterRegistry }): DefaultClusterService {
    return new DefaultClusterService(options.registry);
  }

  async list(options: {
    refresh?: boolean;
    isVisible?: (cluster: ClusterResource) => boolean;
  }): Promise<Cluster[]> {
    const { refresh, isVisible } = options;
    if (!isVisible) {
      return this.#registry.statuses({ refresh });
    }
    const visible = (await this.#registry.list())
      .map(toClusterResource)
      .filter(isVisible);
    return Promise.all(
      visible.map(({ name }) => this.#registry.status(name, { refresh })),
    );
  }

  async problems(): Promise<ClusterSourceProblem[]> {
    const problems = await this.#registry.problems();
    return problems.map(({ provider: source, place, message, remedy }) => ({
      source,
      place,
      message,
      remedy,
    }));
  }

  async get(options: { name: string }): Promise<Cluster> {
    return this.#registry.status(options.name, { refresh: true });
  }

  async reset(options: { name: string }): Promise<Cluster> {
    await this.#registry.reset(options.name);
    return this.#registry.status(options.name, { refresh: true });
  }
}

/** A cluster as permission rules see it. */
export function toClusterResource({
  connection,
  guard,
  provider,
}: RegisteredCluster): ClusterResource {
  return { name: connection.name, environment: guard.environment, provider };
}
