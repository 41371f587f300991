import { Route, Routes } from 'react-router-dom';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { type MissionsApi } from '@mission-control/plugin-missions-react';
import { anOrbit } from '@mission-control/plugin-missions-react/testUtils';
import { refuse } from '../../__testUtils__/refuse';
import { renderPage } from '../../__testUtils__/renderPage';
import { OrbitPage } from './OrbitPage';

const open = async (api: Partial<MissionsApi>) => {
  renderPage(
    <Routes>
      <Route path="/orbits" element={<p>All orbits</p>} />
      <Route path="/orbits/:orbitId" element={<OrbitPage />} />
    </Routes>,
    { path: '/*', address: '/orbits/orbit-1', api },
  );
  await userEvent.click(
    await screen.findByRole('button', { name: 'Disable…' }),
  );
  return screen.findByRole('dialog', { name: 'Disable Pods without limits?' });
};
const confirm = (dialog: HTMLElement) =>
  userEvent.click(
    within(dialog).getByRole('button', { name: 'Disable the orbit' }),
  );

describe('Disable…', () => {
  it('says what ends and what stays before anything is done', async () => {
    const deleteOrbit = jest.fn(async () => undefined);
    const dialog = await open({ deleteOrbit });
    expect(dialog).toHaveTextContent('It never looks again');
    expect(dialog).toHaveTextContent(
      'Its runs stay in AI Missions with their findings and evidence',
    );
    expect(await axe(dialog)).toHaveNoViolations();
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Keep it' }),
    );
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(deleteOrbit).not.toHaveBeenCalled();
  });

  it('ends the orbit and goes to the list', async () => {
    const deleteOrbit = jest.fn(async () => undefined);
    await confirm(await open({ deleteOrbit }));
    expect(await screen.findByText('All orbits')).toBeInTheDocument();
    expect(deleteOrbit).toHaveBeenCalledWith('orbit-1');
  });

  it('stays and says why when it was refused, until it is closed', async () => {
    const dialog = await open({
      deleteOrbit: () => refuse('DATABASE_UNAVAILABLE', 'The database is away'),
    });
    await confirm(dialog);
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'The database is away',
    );
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Keep it' }),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Disable…' }));
    expect(within(await screen.findByRole('dialog')).queryByRole('alert')).toBe(
      null,
    );
  });

  it('is there for an orbit that cannot look any more', async () => {
    const dialog = await open({
      getOrbit: async () =>
        anOrbit({
          state: 'down',
          problem: {
            kind: 'cannot_look',
            message: 'Its mission is gone',
            remedy: 'Bring it back, or disable the orbit.',
          },
        }),
    });
    expect(
      within(dialog).getByRole('button', { name: 'Disable the orbit' }),
    ).toBeEnabled();
  });
});
