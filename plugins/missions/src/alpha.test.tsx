import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { renderTestApp } from '@backstage/frontend-test-utils';
import { missionsApiRef } from '@mission-control/plugin-missions-react';
import { createMissionsApiMock } from '@mission-control/plugin-missions-react/testUtils';
import missions from './alpha';

function open(path: string) {
  return renderTestApp({
    features: [missions],
    initialRouteEntries: [path],
    apis: [[missionsApiRef, createMissionsApiMock()]],
  });
}
const SLOW = { timeout: 10_000 };

describe('the plugin of the new frontend system', () => {
  it('shows a page with tabs and the demo mark, clean for axe', async () => {
    const { container } = open('/missions/orbits');
    expect(
      await screen.findByRole(
        'heading',
        { name: '1 of 3 orbits is late' },
        SLOW,
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Ground Control' }),
    ).toHaveAttribute('aria-current', 'page');
    expect(await screen.findByText('Demo data')).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('goes from its root to the Explorer', async () => {
    open('/missions');
    await waitFor(
      () =>
        expect(screen.getByRole('link', { name: 'Explorer' })).toHaveAttribute(
          'aria-current',
          'page',
        ),
      SLOW,
    );
  });

  it('says so when an address leads nowhere', async () => {
    open('/missions/nowhere');
    expect(
      await screen.findByRole('link', { name: 'Go to the Explorer' }, SLOW),
    ).toHaveAttribute('href', '/missions/catalog');
  });

  it('explains the keys when ? is pressed', async () => {
    open('/missions/clusters');
    await screen.findByRole('table', {}, SLOW);
    await userEvent.keyboard('?');
    expect(
      await screen.findByRole('dialog', { name: 'Keyboard shortcuts' }),
    ).toBeInTheDocument();
  });
});
