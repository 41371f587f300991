import { screen } from '@testing-library/react';
import { anUpcomingSlot } from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../../__testUtils__/renderPage';
import { useMissionsRoutes } from '../../shell/useMissionsRoutes';
import { ScheduledTable } from './ScheduledTable';

function Page() {
  const slot = anUpcomingSlot({
    slotAt: new Date('2026-11-22T12:30:00Z'),
    timeZone: 'Europe/Berlin',
  });
  return (
    <ScheduledTable slots={[slot]} label="Next" routes={useMissionsRoutes()} />
  );
}

describe('ScheduledTable', () => {
  it('tells the time of the schedule, in its zone, by 24 hours', async () => {
    renderPage(<Page />, { path: '/runs', address: '/runs' });
    expect(
      await screen.findByText('Sun 13:30 Europe/Berlin'),
    ).toBeInTheDocument();
  });
});
