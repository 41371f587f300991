const LAUNCH =
  '/missions/catalog/mission-control/install-web-application/launch?target=staging&target=dev';

/** Every page of the portal by its name, as its path. */
export function pagesOf(made: {
  /** Address of the page of a run. */
  readonly run: string;
  /** Address of the page of an orbit. */
  readonly orbit: string;
}): Readonly<Record<string, string>> {
  return {
    explorer: '/missions/catalog',
    mission: '/missions/catalog/mission-control/install-web-application',
    launch: LAUNCH,
    run: new URL(made.run).pathname,
    'ai-missions': '/missions/runs',
    approvals: '/missions/approvals',
    'mission-control': '/missions/control',
    'ground-control': '/missions/orbits',
    orbit: new URL(made.orbit).pathname,
    clusters: '/missions/clusters',
    actions: '/missions/actions',
    entity: '/catalog/default/component/checkout/missions',
  };
}
