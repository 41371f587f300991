const LAUNCH =
  '/catalog/mission-control/install-web-application/launch?target=staging&target=dev';

/** Every page of the portal by its name, as its address below /missions. */
export function pagesOf(made: {
  /** Address of the page of a run. */
  readonly run: string;
  /** Address of the page of an orbit. */
  readonly orbit: string;
}): Readonly<Record<string, string>> {
  return {
    explorer: '/catalog',
    mission: '/catalog/mission-control/install-web-application',
    launch: LAUNCH,
    run: below(made.run),
    'ai-missions': '/runs',
    approvals: '/approvals',
    'mission-control': '/control',
    'ground-control': '/orbits',
    orbit: below(made.orbit),
    clusters: '/clusters',
    actions: '/actions',
  };
}

function below(address: string): string {
  return new URL(address).pathname.replace(/^\/missions/, '');
}
