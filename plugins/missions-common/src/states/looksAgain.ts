/**
 * Whether what blocks a run is looked at again by itself. Nobody watches a run
 * of an orbit, or one that such a run started, unless it was only to plan; a
 * run that a person started waits for people.
 * @public
 */
export function looksAgain(run: {
  orbitId?: string;
  trigger?: { orbitId?: string };
  planOnly?: boolean;
}): boolean {
  const orbitId = run.orbitId ?? run.trigger?.orbitId;
  return orbitId !== undefined && !run.planOnly;
}
