import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type {
  Brakes,
  Hold,
  Run,
} from '@mission-control/plugin-missions-common';
import {
  aFreeze,
  ago,
  ahead,
  aRun,
  aStep,
  aTarget,
  noBrakes,
} from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../../__testUtils__/renderPage';
import { RunPage } from './RunPage';

const passWindows = jest.fn(async () => aRun());
const open = (run: Partial<Run>, brakes: Partial<Brakes> = {}) =>
  renderPage(<RunPage />, {
    path: '/runs/:runId',
    address: '/runs/run-1',
    api: {
      getRun: async () => aRun(run),
      getBrakes: async () => noBrakes(brakes),
      passWindows,
    },
  });
const cluster = { name: 'reef', environment: 'production' };
const frozen: Hold = {
  kind: 'freeze',
  message: 'Frozen',
  since: ago(60),
  freezeId: 'freeze-1',
  scope: 'environment',
  name: 'production',
  by: 'user:default/jane',
  reason: 'Black Friday',
  at: ago(600),
};
const outside: Hold = {
  kind: 'window',
  message: 'Outside',
  since: ago(60),
  name: 'Nights',
  until: ahead(7_230),
};
const heldBy = (held: Hold, change: Partial<Run> = {}): Partial<Run> => ({
  state: 'running',
  held,
  targets: [{ id: 'reef', state: 'running', heldBy: held.kind }],
  targetsDetail: [aTarget({ id: 'reef', cluster, state: 'running', held })],
  allowed: [],
  approvals: [],
  waitingForMe: [],
  ...change,
});
const closedWindow = {
  cluster: 'reef',
  name: 'Nights',
  timeZone: 'Etc/UTC',
  open: false,
  changesAt: ahead(7_230),
};

describe('HoldBanner', () => {
  it('says that the run waits, who froze what, since when and why', async () => {
    open(heldBy(frozen));
    const title = await screen.findByText(
      'Waits: Writes are frozen in production: “Black Friday”, by jane',
    );
    const banner = within(title.closest('[role=status]') as HTMLElement);
    expect(banner.getByText(/10 min ago/)).toBeInTheDocument();
    expect(
      banner.getByText('It goes on by itself when the freeze ends.'),
    ).toBeInTheDocument();
    expect(banner.queryByRole('button')).toBeNull();
    expect(screen.getAllByText('Frozen').length).toBeGreaterThan(0);
  });

  it('says when the window opens, and lets who may go on with a reason', async () => {
    open(heldBy(outside, { allowed: ['passWindows'] }));
    expect(
      await screen.findByText('Waits: Outside the change window Nights'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/goes on by itself when the window/),
    ).toBeInTheDocument();
    const title = screen.getByText('Waits: Outside the change window Nights');
    expect(title.parentElement).toHaveTextContent(/opens .* \(in 2 h\)/);
    await userEvent.click(
      screen.getByRole('button', { name: 'Go on outside the window…' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    const confirm = dialog.getByRole('button', {
      name: 'Go on outside the window',
    });
    expect(confirm).toBeDisabled();
    await userEvent.type(dialog.getByRole('textbox'), 'Outage 12');
    await userEvent.click(confirm);
    expect(passWindows).toHaveBeenCalledWith('run-1', 'Outage 12');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('names the permission to whoever may not', async () => {
    open(heldBy(outside));
    expect(
      await screen.findByText(
        /it takes the permission missions\.run\.override/,
      ),
    ).toBeInTheDocument();
  });

  it.each([
    [
      'frozen',
      { freezes: [aFreeze()] },
      /On reef: Writes are frozen everywhere/,
    ],
    ['outside its window', { windows: [closedWindow] }, /On reef: Outside the/],
  ])(
    'says before the approval that a cluster is %s',
    async (_, brakes, text) => {
      open(
        {
          state: 'awaiting_approval',
          targetsDetail: [
            aTarget({ id: 'reef', cluster, state: 'awaiting_approval' }),
          ],
        },
        brakes,
      );
      expect(
        await screen.findByText('What this run changes will wait'),
      ).toBeInTheDocument();
      expect(screen.getByText(text)).toBeInTheDocument();
    },
  );

  it('says who let it go on outside of its windows, and warns of them no more', async () => {
    open(
      {
        state: 'running',
        targetsDetail: [aTarget({ id: 'reef', cluster, state: 'running' })],
        windowPass: {
          by: 'user:default/jane',
          reason: 'Outage 12',
          at: new Date(),
        },
      },
      { windows: [closedWindow] },
    );
    expect(
      await screen.findByText(
        'Goes on outside of change windows: “Outage 12”, jane',
      ),
    ).toBeInTheDocument();
    expect(screen.queryByText('What this run changes will wait')).toBeNull();
  });

  it('says of an undo that it is exempt', async () => {
    open(
      {
        state: 'running',
        undoOf: 'run-0',
        takesBack: true,
        targetsDetail: [aTarget({ id: 'reef', cluster, state: 'running' })],
      },
      { freezes: [aFreeze()] },
    );
    expect(
      await screen.findByText(/This run takes something back: neither/),
    ).toBeInTheDocument();
    expect(screen.queryByText('What this run changes will wait')).toBeNull();
  });

  it.each<[string, Partial<Run>]>([
    ['ended', { state: 'succeeded' }],
    ['only plans', { planOnly: true }],
  ])('says nothing of a run that %s', async (_, change) => {
    open(change, { freezes: [aFreeze()] });
    await screen.findByRole('list', { name: 'History' });
    expect(screen.queryByText('What this run changes will wait')).toBeNull();
  });

  it.each<[string, Partial<Run>, boolean]>([
    [
      'a look that has no plan yet',
      {
        type: 'orbit',
        targetsDetail: [aTarget({ id: 'reef', cluster, steps: [] })],
      },
      false,
    ],
    [
      'a run whose steps read',
      {
        targetsDetail: [
          aTarget({
            id: 'reef',
            cluster,
            steps: [aStep({ effect: 'read', state: 'pending' })],
          }),
        ],
      },
      false,
    ],
    [
      'a run that has written all',
      {
        targetsDetail: [
          aTarget({
            id: 'reef',
            cluster,
            steps: [aStep({ effect: 'write', state: 'succeeded' })],
          }),
        ],
      },
      false,
    ],
    [
      'a run that has no plan yet',
      { targetsDetail: [aTarget({ id: 'reef', cluster, steps: [] })] },
      true,
    ],
    [
      'a run that has to write',
      {
        targetsDetail: [
          aTarget({
            id: 'reef',
            cluster,
            steps: [aStep({ effect: 'write', state: 'pending' })],
          }),
        ],
      },
      true,
    ],
  ])(
    'says of %s what will hold its writes, where it has some',
    async (_, run, said) => {
      open({ state: 'running', ...run }, { windows: [closedWindow] });
      await screen.findByRole('list', { name: 'History' });
      await waitFor(() =>
        expect(
          screen.queryAllByText('What this run changes will wait'),
        ).toHaveLength(said ? 1 : 0),
      );
    },
  );
});
