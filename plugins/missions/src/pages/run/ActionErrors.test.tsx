import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MissionsApiError } from '@mission-control/plugin-missions-react';
import {
  anApproval,
  aWaitingRun,
} from '@mission-control/plugin-missions-react/testUtils';
import { openRun } from '../../__testUtils__/openRun';
import { watchScrolling } from '../../__testUtils__/watchScrolling';

describe('the error of a pressed button', () => {
  const scrolled = watchScrolling();

  const refuse = async () => {
    throw new MissionsApiError('Run run-1 is paused', {
      status: 409,
      code: 'STATE_REFUSED',
    });
  };

  it.each([
    ['Check again', { recheckRun: refuse }],
    ['Pause', { pauseRun: refuse }],
    ['Resume', { resumeRun: refuse }],
  ])('of %s stands before what waits, in sight', async (name, api) => {
    openRun({
      ...api,
      getRun: async () =>
        aWaitingRun({
          allowed: ['approve', 'recheck', 'pause', 'resume'],
          approvals: [anApproval()],
        }),
    });
    await userEvent.click(await screen.findByRole('button', { name }));
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('Run run-1 is paused');
    const first = screen.getByRole('region', {
      name: 'Mission and parameters',
    });
    expect(
      alert.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_FOLLOWING,
    ).toBeTruthy();
    const [place, options] = scrolled.mock.lastCall!;
    expect(place).toContainElement(alert);
    expect(options).toEqual({ block: 'nearest' });
  });
});
