import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import type { Run } from '@mission-control/plugin-missions-common';
import { MissionsApiError } from '@mission-control/plugin-missions-react';
import {
  aFinishedRun,
  aRun,
  aRunSummary,
  aTarget,
} from '@mission-control/plugin-missions-react/testUtils';
import { openRun } from '../../__testUtils__/openRun';

describe('RunPage', () => {
  it('names the cluster that waits beside the title', async () => {
    openRun();
    expect(
      await screen.findByText('edge-1 waits for your decision'),
    ).toBeInTheDocument();
  });

  it.each([
    ['Waits for a free place of the engine', 6_000],
    ['Queued', 0],
  ])('says of a queued run: %s', async (word, waited) => {
    openRun({
      getRun: async () =>
        aRun({
          state: 'queued',
          createdAt: new Date(Date.now() - waited),
          waitingForMe: [],
          targetsDetail: [aTarget({ state: 'queued', steps: [] })],
        }),
    });
    const head = await screen.findByRole('banner');
    expect(within(head).getByText(word)).toBeInTheDocument();
  });

  it('walks over the steps by j and k and keeps the step in the address', async () => {
    openRun();
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
    openRun({}, '?target=prod-us&step=proof&tab=evidence');
    expect(
      await screen.findByRole('heading', { name: 'Proof' }),
    ).toBeInTheDocument();
    expect(await screen.findByText('200 in 41 ms')).toBeInTheDocument();
  });

  it('says that a permission is missing', async () => {
    openRun({
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
    openRun({
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

  it('links the runs that take it back, on which clusters', async () => {
    const undo = (id: string, state: Run['state'], cluster: string) => ({
      ...aRunSummary({ id, state }),
      targets: [{ id: cluster, state }],
    });
    openRun({
      getRun: async () =>
        aRun({
          undoRuns: [
            undo('01m7znvr-11111111', 'succeeded', 'dev'),
            undo('01m7znvr-22222222', 'awaiting_approval', 'staging'),
            undo('01m7znvr-33333333', 'cancelled', 'prod-eu'),
            undo('01m7znvr-44444444', 'failed', 'edge-1'),
            {
              ...undo('01m7znvr-55555555', 'succeeded', 'prod-us'),
              undoneBy: '01m7znvr-66666666',
            },
          ],
        }),
    });
    const of = async (name: string) =>
      (await screen.findByRole('link', { name })).closest('li');
    expect(await of('run 11111111')).toHaveTextContent(
      'taken back by run 11111111 (dev)',
    );
    expect(await of('run 22222222')).toHaveTextContent(
      'being taken back by run 22222222 (staging)',
    );
    expect(await of('run 44444444')).toHaveTextContent(
      'not taken back by run 44444444 (edge-1)',
    );
    expect(await of('run 66666666')).toHaveTextContent(
      'taken back by run 55555555 (prod-us), put back by run 66666666',
    );
    expect(screen.queryByText(/33333333/)).toBeNull();
  });

  it.each([
    ['every cluster', ['prod-us', 'edge-1']],
    ['a part of what can be taken back', ['prod-us']],
  ])('offers no undo while one is under way on %s', async (_, ids) => {
    const undo = aRunSummary({
      id: 'undo-1',
      state: 'awaiting_approval',
      targets: ids.map(id => ({ id, state: 'awaiting_approval' as const })),
    });
    openRun({
      getRun: async () =>
        aRun({
          allowed: ['undo'],
          undoRuns: [undo],
          targetsDetail: ['prod-us', 'edge-1'].map(id =>
            aTarget({ id, undoable: true }),
          ),
        }),
    });
    await screen.findByRole('heading', { level: 1 });
    const links = screen
      .queryAllByRole('link', { name: 'Being taken back: show the undo' })
      .map(link => link.getAttribute('href'));
    expect(links).toEqual(['/missions/runs/undo-1']);
    expect(screen.queryByRole('button', { name: 'Undo…' })).toBeNull();
  });

  it('leads to the mission as the run took it', async () => {
    openRun({ getRun: async id => aRun({ id }) });
    const { missionRef, missionVersion } = aRun();
    const link = await screen.findByRole('link', { name: missionRef });
    expect(link).toHaveAttribute(
      'href',
      expect.stringMatching(
        new RegExp(
          `/catalog/${missionRef}\\?version=${missionVersion}&run=run-1$`,
        ),
      ),
    );
  });

  it('has a failed page that is clean for axe, with a history that scrolls by keyboard', async () => {
    const { container } = openRun({
      getRun: async () => aFinishedRun({ ...aRun(), state: 'failed' }),
    });
    expect(
      await screen.findByRole('list', { name: 'History' }),
    ).toHaveAttribute('tabindex', '0');
    expect(await axe(container)).toHaveNoViolations();
  });
});
