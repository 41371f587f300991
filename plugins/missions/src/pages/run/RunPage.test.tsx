import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import {
  MissionsApiError,
  type MissionsApi,
} from '@mission-control/plugin-missions-react';
import {
  aFinishedRun,
  anApproval,
  aRun,
  aTarget,
  aWaitingRun,
} from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../../__testUtils__/renderPage';
import { RunPage } from './RunPage';

const open = (api: Partial<MissionsApi> = {}, query = '') =>
  renderPage(<RunPage />, {
    path: '/runs/:runId',
    address: `/runs/run-1${query}`,
    api,
  });

describe('RunPage', () => {
  it('opens the failed step with its cause, its offers and its log', async () => {
    const { container } = open();
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

  it('names the cluster that waits beside the title', async () => {
    open();
    expect(
      await screen.findByText('edge-1 waits for your decision'),
    ).toBeInTheDocument();
  });

  it('retries the failed step of the failed cluster', async () => {
    const decideTarget = jest.fn(async () => aRun());
    open({ decideTarget });
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
    open({ decideTarget });
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
    open({
      decideTarget: async () => {
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

  it('sends the hash of the plan that was seen when a person approves by key', async () => {
    const decideApproval = jest.fn(async () => anApproval());
    open({ getRun: async () => aWaitingRun(), decideApproval });
    await screen.findByRole('button', {
      name: 'Approve 14 changes on 2 clusters',
    });
    await userEvent.keyboard('a');
    const dialog = await screen.findByRole('dialog');
    await userEvent.type(within(dialog).getByRole('textbox'), 'looks right');
    await userEvent.click(
      within(dialog).getByRole('button', {
        name: 'Approve 14 changes on 2 clusters',
      }),
    );
    expect(decideApproval).toHaveBeenCalledWith('approval-1', {
      decision: 'approve',
      hash: anApproval().hash,
      comment: 'looks right',
    });
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
  });

  it('shows the plan that waits and is clean for axe', async () => {
    const { container } = open({ getRun: async () => aWaitingRun() });
    expect(await screen.findByText('Same on')).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('says why somebody may not approve, and offers no button', async () => {
    open({
      getRun: async () =>
        aWaitingRun({
          approvals: [
            anApproval({
              mayDecide: false,
              mayNotReason: 'You started this run',
            }),
          ],
        }),
    });
    expect(await screen.findByText('You started this run')).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: /^Approve/ }),
    ).not.toBeInTheDocument();
  });

  it('says the outcome in one sentence after the end', async () => {
    const giveFeedback = jest.fn(async () => aFinishedRun());
    open({ getRun: async () => aFinishedRun(), giveFeedback });
    expect(
      await screen.findByText(/5 checks of the outcome passed/),
    ).toBeInTheDocument();
    expect(screen.getByText('ended')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'As I wanted' }));
    expect(giveFeedback).toHaveBeenCalledWith('run-1', { value: 'up' });
  });

  it('walks over the steps by j and k and keeps the step in the address', async () => {
    open();
    await screen.findByRole('heading', { name: /image was refused/ });
    await userEvent.keyboard('j');
    expect(
      await screen.findByRole('heading', { name: 'Run the smoke test' }),
    ).toBeInTheDocument();
    await userEvent.keyboard('kk');
    expect(
      await screen.findByRole('heading', { name: 'Create the namespace' }),
    ).toBeInTheDocument();
  });

  it('opens exactly what the address says', async () => {
    open({}, '?target=prod-us&step=proof&tab=evidence');
    expect(
      await screen.findByRole('heading', { name: 'Proof' }),
    ).toBeInTheDocument();
    expect(await screen.findByText('200 in 41 ms')).toBeInTheDocument();
  });

  it.each([
    ['changes', 'changes nothing on the cluster'],
    ['journal', 'Nothing has been written'],
    ['input', 'takes no input'],
  ])('teaches on the empty tab %s', async (tab, words) => {
    open(
      {
        listJournal: async () => [],
        getRun: async () =>
          aRun({
            targetsDetail: [
              aTarget({
                steps: [
                  {
                    ...aTarget().steps[0],
                    input: undefined,
                    output: undefined,
                  },
                ],
              }),
            ],
          }),
        getPlan: async () => ({
          runId: 'x',
          targets: [],
          summary: aTarget().changes,
        }),
      },
      `?tab=${tab}&step=namespace`,
    );
    expect(await screen.findByText(new RegExp(words))).toBeInTheDocument();
  });

  it('says that a permission is missing', async () => {
    open({
      getRun: async () => {
        throw new MissionsApiError('You may not read this run', {
          status: 403,
          code: 'NOT_ALLOWED',
        });
      },
    });
    expect(await screen.findByText('You may not see this')).toBeInTheDocument();
  });

  it('says what an error means for the run', async () => {
    open({
      getRun: async () => {
        throw new MissionsApiError('Database is gone', {
          status: 500,
          code: 'INTERNAL',
        });
      },
    });
    expect(await screen.findByText('Database is gone')).toBeInTheDocument();
    expect(screen.getByText(/The run itself goes on/)).toBeInTheDocument();
  });
});
