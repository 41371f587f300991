import { screen } from '@testing-library/react';
import { axe } from 'jest-axe';
import {
  aCluster,
  aRunSummary,
} from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../../__testUtils__/renderPage';
import { ControlPage } from './ControlPage';
import { byEnvironment, tileOf } from './fleet';

const at = { path: '/control', address: '/control' };

describe('tileOf', () => {
  const cluster = aCluster({ name: 'prod-us' });
  const run = (state: 'running' | 'needs_decision' | 'succeeded') =>
    aRunSummary({ id: state, targets: [{ id: 'prod-us', state }] });

  it('lets no answer outrank whatever runs', () => {
    const gone = { ...cluster, reachable: false };
    expect(tileOf(gone, [run('running')], [])).toMatchObject({
      kind: 'no_answer',
      tone: 'unknown',
    });
  });

  it('lets the run that needs a person speak for the cluster', () => {
    const tile = tileOf(cluster, [run('running'), run('needs_decision')], []);
    expect(tile).toMatchObject({ tone: 'fail', state: 'needs_decision' });
  });

  it('is green only by a run that was proven here', () => {
    expect(tileOf(cluster, [], [])).toMatchObject({ tone: 'idle' });
    expect(tileOf(cluster, [], [run('succeeded')])).toMatchObject({
      kind: 'last',
      tone: 'ok',
    });
  });
});

describe('byEnvironment', () => {
  it('puts production first, then goes by name', () => {
    const tile = (name: string, environment: string, production: boolean) =>
      tileOf(aCluster({ name, environment, production }), [], []);
    const names = byEnvironment([
      tile('a', 'edge', false),
      tile('b', 'prod', true),
      tile('c', 'dev', false),
    ]).map(environment => environment.name);
    expect(names).toEqual(['prod', 'dev', 'edge']);
  });
});

describe('ControlPage', () => {
  it('says in one sentence how many clusters need somebody', async () => {
    const { container } = renderPage(<ControlPage />, at);
    expect(
      await screen.findByRole('heading', { name: /clusters need somebody/ }),
    ).toBeInTheDocument();
    expect(screen.getByRole('region', { name: 'prod' })).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('teaches when there is no cluster', async () => {
    renderPage(<ControlPage />, {
      ...at,
      api: { listClusters: async () => [] },
    });
    expect(
      await screen.findByRole('link', { name: 'Look at the clusters' }),
    ).toBeInTheDocument();
  });
});
