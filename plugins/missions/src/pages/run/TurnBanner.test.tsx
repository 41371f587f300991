import { screen } from '@testing-library/react';
import type { RunTarget } from '@mission-control/plugin-missions-common';
import {
  aRun,
  aTarget,
} from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../../__testUtils__/renderPage';
import { RunPage } from './RunPage';

const object = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace: 'shop',
  name: 'web',
};
type Wait = NonNullable<RunTarget['waitsFor']>[number];
const openWith = (waits: Record<string, Wait[]>) =>
  renderPage(<RunPage />, {
    path: '/runs/:runId',
    address: '/runs/run-1',
    api: {
      getRun: async () =>
        aRun({
          targetsDetail: Object.entries(waits).map(([id, waitsFor]) =>
            aTarget({
              id,
              cluster: { name: id },
              state: 'running',
              waitsFor,
            }),
          ),
        }),
    },
  });
const open = (waits: Record<string, string[]>) =>
  openWith(
    Object.fromEntries(
      Object.entries(waits).map(([id, runIds]) => [
        id,
        runIds.map(runId => ({ runId, object })),
      ]),
    ),
  );

describe('TurnBanner', () => {
  it('names the runs that go before, with the way to them and what both change', async () => {
    open({ 'prod-eu': ['run-7'], 'prod-us': ['run-7', 'run-8'] });
    const link = await screen.findByRole('link', { name: 'run run-7' });
    expect(link).toHaveAttribute('href', expect.stringContaining('run-7'));
    expect(link.parentElement).toHaveTextContent(
      'changes Deployment shop/web on prod-eu and prod-us too.',
    );
    expect(screen.getByText('Waits for 2 runs')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'run run-8' })).toBeInTheDocument();
  });

  it('says of a run that may not be seen what it does there, and of one that is held how that ends', async () => {
    renderPage(<RunPage />, {
      path: '/runs/:runId',
      address: '/runs/run-1',
      api: {
        getRun: async () =>
          aRun({
            targetsDetail: ['prod-eu', 'prod-us'].map(
              (id): RunTarget =>
                aTarget({
                  id,
                  cluster: { name: id },
                  state: 'running',
                  waitsFor: [
                    { object, hiddenRun: 1 },
                    { runId: 'run-7', object, held: 'freeze' },
                  ],
                }),
            ),
          }),
      },
    });
    expect(
      await screen.findByText(
        'A run that you may not see changes Deployment shop/web on prod-eu and prod-us too.',
      ),
    ).toBeInTheDocument();
    const link = screen.getByRole('link', { name: 'run run-7' });
    expect(link.parentElement).toHaveTextContent(
      'It has begun and is held by a freeze: it goes on when somebody lifts that, or ends when it is cancelled.',
    );
  });

  it('counts a run that may not be seen once, and another one besides', async () => {
    const garden = { ...object, name: 'garden' };
    openWith({
      'prod-eu': [
        { hiddenRun: 1, object },
        { hiddenRun: 2, object },
      ],
      'prod-us': [{ hiddenRun: 1, object: garden }],
    });
    expect(await screen.findByText('Waits for 2 runs')).toBeInTheDocument();
    expect(
      screen
        .getAllByText(/^A run that you may not see changes/)
        .map(({ textContent }) => textContent),
    ).toEqual([
      'A run that you may not see changes Deployment shop/web on prod-eu too.',
      'A run that you may not see changes Deployment shop/garden on prod-us too.',
      'A run that you may not see changes Deployment shop/web on prod-eu too.',
    ]);
  });

  it('says nothing where nobody goes before', async () => {
    open({ 'prod-eu': [] });
    await screen.findByRole('list', { name: 'History' });
    expect(screen.queryByText(/Waits for/)).toBeNull();
  });
});
