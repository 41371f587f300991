import type { RunQuery } from '@mission-control/plugin-missions-react';

/** Filters of AI Missions, as they stand in the address bar. */
export interface RunsFilter {
  q: string;
  type: string;
  state: string;
  cluster: string;
  mission: string;
  initiator: string;
}

/** Parameters of the address that filter. */
export const filterNames = [
  'q',
  'type',
  'state',
  'cluster',
  'mission',
  'initiator',
] as const;

/** Reads the filters of an address. */
export function parseRunsFilter(params: URLSearchParams): RunsFilter {
  return Object.fromEntries(
    filterNames.map(name => [name, params.get(name) ?? '']),
  ) as unknown as RunsFilter;
}

/** The filters as an address; empty ones are left out. */
export function formatRunsFilter(filter: RunsFilter): URLSearchParams {
  return new URLSearchParams(
    filterNames.filter(name => filter[name]).map(name => [name, filter[name]]),
  );
}

/** Whether any filter is set. */
export function isFiltered(filter: RunsFilter): boolean {
  return filterNames.some(name => filter[name] !== '');
}

/**
 * The filters as the API wants them, without the state of one group. They come
 * from the address bar: the API names a value that it does not know.
 */
export function runsQuery(filter: RunsFilter): RunQuery {
  const { q, type, cluster, mission, initiator } = filter;
  return {
    ...(q && { q }),
    ...(type && { type: [type] as RunQuery['type'] }),
    ...(cluster && { cluster }),
    ...(mission && { mission }),
    ...(initiator && { initiator }),
  };
}
