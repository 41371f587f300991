import { screen } from '@testing-library/react';
import {
  aCluster,
  aFreeze,
  ahead,
  aMission,
  noBrakes,
} from '@mission-control/plugin-missions-react/testUtils';
import { openLaunch } from '../../__testUtils__/openLaunch';

const open = (query: string, type: 'install' | 'orbit' = 'install') =>
  openLaunch({
    query: `?${query}`,
    api: {
      getMission: async () =>
        aMission({ type, spec: { type, targets: { min: 1, max: 5 } } }),
      listClusters: async () =>
        ['reef', 'pond'].map(name =>
          aCluster({ name, environment: `of-${name}` }),
        ),
      getBrakes: async () =>
        noBrakes({
          freezes: [
            aFreeze({ scope: 'environment', name: 'of-reef' }),
            aFreeze({ id: 'other', scope: 'cluster', name: 'elsewhere' }),
          ],
          windows: [
            {
              cluster: 'pond',
              name: 'Nights',
              timeZone: 'Etc/UTC',
              open: false,
              changesAt: ahead(7_230),
            },
          ],
        }),
    },
  });

describe('what holds a run that is not started yet', () => {
  it('is said of the clusters that are chosen: frozen, or when their window opens', async () => {
    open('target=reef&target=pond');
    expect(
      await screen.findByText('What this run changes will wait'),
    ).toBeInTheDocument();
    const lines = screen
      .getAllByText(/^On /)
      .map(line => line.textContent?.replace(/opens .* \(/, 'opens … ('));
    expect(lines).toEqual([
      'On reef: Writes are frozen in of-reef: “Black Friday”, by jane, since 10 min ago',
      'On pond: Outside the change window Nights; it opens … (in 2 h)',
    ]);
  });

  it.each([
    ['before a cluster is chosen', '', 'install' as const],
    ['of an orbit, which only looks', 'target=reef', 'orbit' as const],
  ])('is not said %s', async (_, query, type) => {
    open(query, type);
    await screen.findAllByText('pond');
    expect(screen.queryByText('What this run changes will wait')).toBeNull();
  });
});
