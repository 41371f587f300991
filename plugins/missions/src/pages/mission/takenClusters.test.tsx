import { screen, within } from '@testing-library/react';
import { axe } from 'jest-axe';
import { aMission } from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../../__testUtils__/renderPage';
import { MissionPage } from './MissionPage';

const at = { path: '/explorer/:source/:name', address: '/explorer/local/web' };

/** Renders the page of a mission with these targets; its panel of clusters. */
async function panelOf(targets: unknown, type: 'fix' | 'sequence' = 'fix') {
  const { container } = renderPage(<MissionPage />, {
    ...at,
    api: {
      getMission: async () => aMission({ type, spec: { type, targets } }),
    },
  });
  const [panel] = await screen.findAllByRole('region', {
    name: 'Clusters it takes',
  });
  return { panel, container };
}

/** The cells of each row below the head. */
function rowsOf(panel: HTMLElement): (string | null)[][] {
  const [, ...rows] = within(panel).getAllByRole('row');
  return rows.map(row =>
    [...row.querySelectorAll('th, td')].map(cell => cell.textContent),
  );
}

describe('the clusters that a mission takes', () => {
  it.each<[string, object, string, string]>([
    ['all that is selected', {}, '1 or more', 'any'],
    ['a range', { min: 2, max: 4 }, '2 to 4', 'any'],
    ['one number', { min: 2, max: 2 }, '2', 'any'],
    ['a highest number', { min: 0, max: 3 }, 'up to 3', 'any'],
    ['no number', { min: 0 }, 'any number', 'any'],
    [
      'environments',
      { max: 1, select: { environments: ['dev', 'qa', 'test'] } },
      '1',
      'in the environment dev, qa or test',
    ],
    [
      'names and labels',
      { select: { names: ['eu'], labels: { region: 'eu', tier: 'b' } } },
      '1 or more',
      'named euand with the label region=euand with the label tier=b',
    ],
    ['an empty selection', { select: {} }, '1 or more', 'any'],
  ])('are said in words: %s', async (_, targets, count, which) => {
    const { panel, container } = await panelOf(targets);
    expect(rowsOf(panel)).toEqual([[count, which]]);
    expect(await axe(container)).toHaveNoViolations();
  });

  it('are said of each role, and what it takes itself goes before the rest', async () => {
    const { panel, container } = await panelOf({
      select: { environments: ['dev'] },
      roles: {
        hub: { title: 'Hub', max: 1, select: { names: ['eu'] } },
        member: { min: 2 },
      },
    });
    expect(rowsOf(panel)).toEqual([
      ['Hub', '1', 'named eu'],
      ['member', '2 or more', 'in the environment dev'],
    ]);
    expect(await axe(container)).toHaveNoViolations();
  });

  it.each([
    ['fix', /runs without a cluster of its own/],
    ['sequence', /choose their clusters by the parameters/],
  ] as const)('are none of a %s without targets', async (type, text) => {
    const { panel } = await panelOf(undefined, type);
    expect(panel).toHaveTextContent(text);
  });
});
