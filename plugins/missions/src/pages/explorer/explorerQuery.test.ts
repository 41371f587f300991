import {
  formatExplorerQuery,
  isFiltered,
  parseExplorerQuery,
} from './explorerQuery';

describe('explorerQuery', () => {
  it('reads back what it wrote', () => {
    const query = {
      q: 'image pull',
      type: ['fix', 'install'],
      category: ['workloads'],
      maturity: [],
      tag: ['rollout'],
      endorsed: true,
    };
    expect(parseExplorerQuery(formatExplorerQuery(query))).toEqual(query);
  });

  it('leaves the address bar empty when nothing is filtered', () => {
    const query = parseExplorerQuery(new URLSearchParams());
    expect(formatExplorerQuery(query).toString()).toBe('');
    expect(isFiltered(query)).toBe(false);
  });
});
