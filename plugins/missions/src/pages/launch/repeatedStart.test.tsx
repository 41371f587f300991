import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MissionsApiError } from '@mission-control/plugin-missions-react';
import {
  aCluster,
  aMission,
  anOrbit,
  aPlan,
  aRun,
} from '@mission-control/plugin-missions-react/testUtils';
import { openLaunch } from '../../__testUtils__/openLaunch';

const lost = new MissionsApiError('Failed to fetch', {
  status: 0,
  code: 'NO_ANSWER',
  wordless: true,
});
const missionOf = (type: 'install' | 'orbit') =>
  aMission({ type, spec: { type, targets: { min: 1, max: 5 } } });

describe('LaunchPage, when the answer to a start was lost', () => {
  it('asks again for the same run', async () => {
    const createRun = jest
      .fn()
      .mockResolvedValueOnce(aRun({ state: 'planned' }))
      .mockRejectedValueOnce(lost)
      .mockResolvedValueOnce(aRun({ id: 'real' }));
    openLaunch({
      query: '?target=dev',
      api: {
        getMission: async () => missionOf('install'),
        listClusters: async () => [aCluster({ name: 'dev' })],
        getPlan: async () => aPlan(),
        createRun,
      },
    });
    await userEvent.click(
      await screen.findByRole('button', { name: /show what will change/i }),
    );
    const apply = await screen.findByRole('button', { name: /ask to apply/i });
    await userEvent.click(apply);
    expect(await screen.findByText(/cannot be reached/)).toBeInTheDocument();
    await userEvent.click(apply);
    await waitFor(() => expect(createRun).toHaveBeenCalledTimes(3));
    const [preview, first, second] = createRun.mock.calls;
    expect(second).toEqual(first);
    expect(first[1]).not.toBe(preview[1]);
  });

  it('asks again for the same orbit', async () => {
    const createOrbit = jest
      .fn()
      .mockRejectedValueOnce(lost)
      .mockResolvedValueOnce(anOrbit());
    openLaunch({
      query: '?target=dev',
      api: {
        getMission: async () => missionOf('orbit'),
        listClusters: async () => [aCluster({ name: 'dev' })],
        createOrbit,
      },
    });
    const enable = await screen.findByRole('button', { name: /enable/i });
    await waitFor(() => expect(enable).toBeEnabled());
    await userEvent.click(enable);
    expect(await screen.findByText(/cannot be reached/)).toBeInTheDocument();
    await userEvent.click(enable);
    await waitFor(() => expect(createOrbit).toHaveBeenCalledTimes(2));
    const [first, second] = createOrbit.mock.calls;
    expect(second).toEqual(first);
    expect(first[1]).toMatch(/./);
  });
});
