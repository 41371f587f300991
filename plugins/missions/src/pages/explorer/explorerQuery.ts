/** Filters of the Explorer as the address bar holds them. */
export interface ExplorerQuery {
  q: string;
  type: string[];
  category: string[];
  maturity: string[];
  tag: string[];
  endorsed: boolean;
}

/** Facets that hold a list of values. */
export const listFacets = ['type', 'maturity', 'category', 'tag'] as const;

/** Reads the filters from the address bar. */
export function parseExplorerQuery(params: URLSearchParams): ExplorerQuery {
  return {
    q: params.get('q') ?? '',
    type: params.getAll('type'),
    category: params.getAll('category'),
    maturity: params.getAll('maturity'),
    tag: params.getAll('tag'),
    endorsed: params.get('endorsed') === 'true',
  };
}

/** Writes the filters; what is empty is left out. */
export function formatExplorerQuery(query: ExplorerQuery): URLSearchParams {
  const params = new URLSearchParams();
  if (query.q) {
    params.set('q', query.q);
  }
  for (const facet of listFacets) {
    for (const value of query[facet]) {
      params.append(facet, value);
    }
  }
  if (query.endorsed) {
    params.set('endorsed', 'true');
  }
  return params;
}

/** Whether any filter is set. */
export function isFiltered(query: ExplorerQuery): boolean {
  return formatExplorerQuery(query).size > 0;
}
