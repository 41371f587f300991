import type {
  ClusterProvider,
  MissionAction,
  MissionActionsExtensionPoint,
  MissionCheck,
  MissionChecksExtensionPoint,
  MissionClustersExtensionPoint,
  MissionNotifier,
  MissionNotifiersExtensionPoint,
} from '@mission-control/plugin-missions-node';

/** Collects the actions of modules. */
export class ActionsExtension implements MissionActionsExtensionPoint {
  readonly #actions: MissionAction[] = [];

  addActions(...actions: MissionAction[]): void {
    this.#actions.push(...actions);
  }

  get actions(): readonly MissionAction[] {
    return this.#actions;
  }
}

/** Collects the checks of modules. */
export class ChecksExtension implements MissionChecksExtensionPoint {
  readonly #checks: MissionCheck[] = [];

  addChecks(...checks: MissionCheck[]): void {
    this.#checks.push(...checks);
  }

  get checks(): readonly MissionCheck[] {
    return this.#checks;
  }
}

/** Collects the sources of clusters of modules. */
export class ClustersExtension implements MissionClustersExtensionPoint {
  readonly #providers: ClusterProvider[] = [];

  addProvider(provider: ClusterProvider): void {
    this.#providers.push(provider);
  }

  get providers(): readonly ClusterProvider[] {
    return this.#providers;
  }
}

/** Collects the ways of modules to tell people. */
export class NotifiersExtension implements MissionNotifiersExtensionPoint {
  readonly #notifiers: MissionNotifier[] = [];

  addNotifier(notifier: MissionNotifier): void {
    this.#notifiers.push(notifier);
  }

  get notifiers(): readonly MissionNotifier[] {
    return this.#notifiers;
  }
}
