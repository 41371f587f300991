import { screen } from '@testing-library/react';
import { axe } from 'jest-axe';
import { aMission } from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../../__testUtils__/renderPage';
import { MissionPage } from './MissionPage';

const mission = aMission();
const at = { path: '/explorer/:source/:name', address: '/explorer/local/web' };

describe('a mission with problems in its source', () => {
  const problem = {
    source: mission.source,
    location: 'web/mission.yaml',
    missionRef: mission.ref,
    line: 7,
    code: 'lint/hidden-characters',
    message: 'A character cannot be seen',
    remedy: 'Remove it.',
    severity: 'warning' as const,
  };
  const listMissionProblems = async () => [
    problem,
    { ...problem, line: 8, severity: 'error' as const },
    { ...problem, line: 9, missionRef: 'local/other' },
  ];

  it('shows its own warnings, folded, with rule, line and remedy', async () => {
    const { container } = renderPage(<MissionPage />, {
      ...at,
      api: { getMission: async () => mission, listMissionProblems },
    });
    const fold = (
      await screen.findByText('1 warning about this mission')
    ).closest('details');
    expect(fold).not.toHaveAttribute('open');
    expect(fold).toHaveTextContent(
      'web/mission.yaml, line 7: A character cannot be seen. Remove it. hidden-characters',
    );
    expect(await axe(container)).toHaveNoViolations();
  });

  it('says nothing of them beside an old version', async () => {
    renderPage(<MissionPage />, {
      ...at,
      address: `${at.address}?version=aaaaaaa1`,
      api: {
        getMission: async (_ref, version = 'bbbbbbb2') =>
          aMission({ ...mission, version, title: `As of ${version}` }),
        listMissionProblems,
      },
    });
    expect(
      await screen.findByRole('heading', { name: 'As of aaaaaaa1' }),
    ).toBeInTheDocument();
    expect(screen.queryByText(/warning/)).toBeNull();
  });
});
