import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import type { MissionsApi } from '@mission-control/plugin-missions-react';
import {
  aCluster,
  aMission,
  aRun,
} from '@mission-control/plugin-missions-react/testUtils';
import { openLaunch } from '../../__testUtils__/openLaunch';

const mission = aMission({
  spec: {
    type: 'install',
    parameters: {
      required: ['namespace'],
      properties: {
        namespace: { type: 'string', title: 'Namespace' },
        replicas: { type: 'integer', title: 'Replicas', default: 2 },
      },
    },
    targets: { min: 1, max: 5 },
    demo: {
      description: 'The shop is broken on dev.',
      parameters: { namespace: 'shop', replicas: 4, unknown: 'x' },
    },
  },
});
const dev = aCluster({ name: 'dev' });
const staging = aCluster({ name: 'staging' });
const real = aCluster({ name: 'prod-eu', demo: undefined });

const open = (query = '', api: Partial<MissionsApi> = {}) =>
  openLaunch({
    query,
    api: {
      getMission: async () => mission,
      listClusters: async () => [dev, staging],
      ...api,
    },
  });
const field = (name: RegExp) => screen.findByRole('textbox', { name });
const values = async () => [
  ((await field(/namespace/i)) as HTMLInputElement).value,
  ((await field(/replicas/i)) as HTMLInputElement).value,
];
const notes = () => screen.queryAllByText('The shop is broken on dev.').length;

describe('the demo values of a mission', () => {
  it('fill in the form and are what is planned', async () => {
    const createRun = jest.fn(async () => aRun({ state: 'planned' }));
    const { container } = open('?target=dev', { createRun });
    expect(await values()).toEqual(['shop', '4']);
    expect(screen.getByRole('note')).toHaveTextContent(
      'In the demoThe shop is broken on dev.',
    );
    expect(await axe(container)).toHaveNoViolations();
    await userEvent.click(
      screen.getByRole('button', { name: /show what will change/i }),
    );
    expect(createRun).toHaveBeenCalledWith(
      expect.objectContaining({
        parameters: { namespace: 'shop', replicas: 4 },
      }),
      expect.any(String),
    );
  });

  it.each([
    ['all are demo', '', [dev, staging], true],
    ['one is real', '', [dev, real], false],
    ['there is none', '', [], false],
    ['only the demo one is chosen', '?target=dev', [dev, real], true],
    ['only the real one is chosen', '?target=prod-eu', [dev, real], false],
    ['both are chosen', '?target=dev&target=prod-eu', [dev, real], false],
    ['an unknown one is chosen', '?target=gone', [dev, staging], false],
  ])('of clusters where %s', async (_, query, clusters, filled) => {
    open(query, { listClusters: async () => clusters });
    expect(await values()).toEqual(filled ? ['shop', '4'] : ['', '2']);
    expect(notes()).toBe(filled ? 1 : 0);
  });

  it('leave the form as soon as a real cluster is chosen, what was typed stays', async () => {
    open('?target=dev', { listClusters: async () => [dev, real] });
    await userEvent.type(await field(/namespace/i), '2');
    expect(await values()).toEqual(['shop2', '4']);
    const box = screen.getByRole('checkbox', { name: /prod-eu/ });
    await userEvent.click(box);
    expect(await values()).toEqual(['shop2', '2']);
    expect(notes()).toBe(0);
    await userEvent.click(box);
    expect(await values()).toEqual(['shop2', '4']);
  });

  it('give way to the address', async () => {
    open(`?parameters=${encodeURIComponent('{"namespace":"web"}')}`);
    expect(await values()).toEqual(['web', '4']);
  });

  it.each([
    ['number', /replicas/i, ['shop', '']],
    ['text', /namespace/i, ['', '4']],
  ])('stay away from a %s that was cleared', async (_, name, left) => {
    open('?target=dev', { listClusters: async () => [dev, staging, real] });
    await userEvent.clear(await field(name));
    await userEvent.tab();
    expect(await values()).toEqual(left);
    await userEvent.click(screen.getByRole('checkbox', { name: /staging/ }));
    expect(await values()).toEqual(left);
  });

  it('are not planned with where they were cleared: the default is', async () => {
    const createRun = jest.fn(async () => aRun({ state: 'planned' }));
    open('?target=dev', { createRun });
    await userEvent.clear(await field(/replicas/i));
    await userEvent.tab();
    expect(screen.getByText('If left empty: 2')).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: /show what will change/i }),
    );
    expect(createRun).toHaveBeenCalledWith(
      expect.objectContaining({ parameters: { namespace: 'shop' } }),
      expect.any(String),
    );
  });
});
