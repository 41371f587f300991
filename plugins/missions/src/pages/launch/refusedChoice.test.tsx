import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { Mission } from '@mission-control/plugin-missions-common';
import {
  MissionsApiError,
  type MissionsApi,
} from '@mission-control/plugin-missions-react';
import {
  aCluster,
  aMission,
} from '@mission-control/plugin-missions-react/testUtils';
import { openLaunch } from '../../__testUtils__/openLaunch';

const spec = {
  targets: { min: 1, max: 5, select: { environments: ['development'] } },
};
const message = "The mission does not select the cluster 'prod'";
const open = (type: Mission['type'], api: Partial<MissionsApi>) =>
  openLaunch({
    query: '?target=dev&target=prod',
    api: {
      getMission: async () => aMission({ type, spec: { type, ...spec } }),
      listClusters: async () => [
        aCluster({ name: 'dev' }),
        aCluster({ name: 'prod', environment: 'production' }),
      ],
      checkFitness: async () => [],
      ...api,
    },
  });
const refuse = (status: number) =>
  jest.fn(async () => {
    throw new MissionsApiError(message, { status, code: 'INPUT_INVALID' });
  });
const press = async (name: RegExp) =>
  userEvent.click(await screen.findByRole('button', { name }));
const choose = (cluster: string) =>
  userEvent.click(screen.getByRole('checkbox', { name: `Choose ${cluster}` }));

describe('LaunchPage, when a choice is refused', () => {
  it('says so of that choice alone', async () => {
    open('install', { createRun: refuse(400) });
    await press(/^Show what will change on 2 clusters/);
    expect(await screen.findByRole('alert')).toHaveTextContent(message);
    await choose('prod');
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    expect(
      screen.getByText(
        'The plan asks each cluster what would change. Nothing is written.',
      ),
    ).toBeInTheDocument();
    await choose('prod');
    expect(screen.getByRole('alert')).toHaveTextContent(message);
  });

  it('says of a start as well what it was about', async () => {
    open('orbit', { createOrbit: refuse(400) });
    await press(/^Enable on 2 clusters/);
    expect(await screen.findByRole('alert')).toHaveTextContent(message);
    await choose('prod');
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('keeps that a start got no answer, whatever is chosen after it', async () => {
    open('orbit', { createOrbit: refuse(0) });
    await press(/^Enable on 2 clusters/);
    expect(await screen.findByRole('alert')).toBeInTheDocument();
    await choose('prod');
    expect(screen.getByRole('alert')).toBeInTheDocument();
  });
});
