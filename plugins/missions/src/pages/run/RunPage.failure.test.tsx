import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { MissionsApiError } from '@mission-control/plugin-missions-react';
import {
  aRun,
  aTarget,
} from '@mission-control/plugin-missions-react/testUtils';
import { openRun } from '../../__testUtils__/openRun';

describe('RunPage of a run that failed', () => {
  it('opens the failed step with its cause, its offers and its log', async () => {
    const { container } = openRun();
    expect(
      await screen.findByRole('heading', { name: /image was refused/ }),
    ).toBeInTheDocument();
    const offers = screen.getByRole('group', { name: 'Offers for edge-1' });
    expect(
      within(offers)
        .getAllByRole('button')
        .map(button => button.textContent),
    ).toEqual([
      'Retry Install the application',
      'Skip with reason…',
      'Undo edge-1…',
      'Close as failed…',
    ]);
    expect(await screen.findByText(/ErrImagePull/)).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('retries the failed step of the failed cluster', async () => {
    const decideTarget = jest.fn(async () => aRun());
    openRun({ decideTarget });
    await userEvent.click(
      await screen.findByRole('button', { name: /^Retry/ }),
    );
    expect(decideTarget).toHaveBeenCalledWith('run-1', {
      targetId: 'edge-1',
      stepId: 'deploy',
      decision: 'retry',
    });
  });

  it('skips a step only with a reason', async () => {
    const decideTarget = jest.fn(async () => aRun());
    openRun({ decideTarget });
    await userEvent.click(await screen.findByRole('button', { name: /^Skip/ }));
    const dialog = await screen.findByRole('dialog');
    const confirm = within(dialog).getByRole('button', { name: /^Skip/ });
    expect(confirm).toBeDisabled();
    await userEvent.type(
      within(dialog).getByRole('textbox'),
      'known on this cluster',
    );
    await userEvent.click(confirm);
    expect(decideTarget).toHaveBeenCalledWith('run-1', {
      targetId: 'edge-1',
      stepId: 'deploy',
      decision: 'skip',
      reason: 'known on this cluster',
    });
  });

  it('shows the refusal of the backend in the dialog and keeps it open', async () => {
    openRun({
      undoRun: async () => {
        throw new MissionsApiError('Somebody else decided', {
          status: 409,
          code: 'CONFLICT',
        });
      },
    });
    await userEvent.click(
      await screen.findByRole('button', { name: /^Undo edge-1/ }),
    );
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Undo edge-1' }),
    );
    expect(await within(dialog).findByText('CONFLICT')).toBeInTheDocument();
  });

  it('opens a failed step with the events and the last lines of the failing object', async () => {
    const [, failed] = aTarget().steps;
    openRun({
      getRun: async () =>
        aRun({
          targetsDetail: [
            aTarget({
              steps: [
                {
                  ...failed,
                  error: {
                    ...failed.error!,
                    culprit: {
                      events: [
                        {
                          reason: 'Failed',
                          message: 'no such image',
                          count: 7,
                        },
                      ],
                      previousLog: ['starting', 'panic: no config'],
                    },
                  },
                },
              ],
            }),
          ],
        }),
    });
    const events = await screen.findByRole('region', { name: 'Events' });
    expect(events).toHaveTextContent('Failed no such image · 7 times');
    expect(
      screen.getByRole('region', { name: 'Log of the container before' }),
    ).toHaveTextContent('panic: no config');
    expect(
      screen.getByText(/Renew the pull secret of the registry mirror/),
    ).toBeInTheDocument();
  });

  it('tells the cause once, with its whole text folded', async () => {
    const [, failed] = aTarget().steps;
    const message = `The image of the container was refused by its registry. ${'no '.repeat(
      60,
    )}`;
    openRun({
      getRun: async () =>
        aRun({
          targetsDetail: [
            aTarget({
              reason: `Install the application: ${message}`,
              steps: [{ ...failed, error: { ...failed.error!, message } }],
            }),
          ],
        }),
    });
    expect(
      await screen.findByRole('heading', {
        name: 'The image of the container was refused by its registry',
      }),
    ).toBeInTheDocument();
    expect(screen.getAllByText(/no no no/)).toHaveLength(1);
    expect(screen.getByText(/no no no/).closest('details')).not.toHaveAttribute(
      'open',
    );
    expect(
      screen.getByText('Stopped at Install the application'),
    ).toBeInTheDocument();
  });
});
