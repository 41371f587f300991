import { screen, waitFor } from '@testing-library/react';
import {
  anOrbit,
  aTarget,
  clusterRefs,
} from '@mission-control/plugin-missions-react/testUtils';
import { aChild, aSequence } from '../__testUtils__/aSequence';
import { openRun } from '../__testUtils__/openRun';
import { renderPage } from '../__testUtils__/renderPage';
import { OrbitsTable } from '../pages/orbits/OrbitsTable';
import { KeptPanel } from '../pages/run/KeptPanel';
import { useMissionsRoutes } from './useMissionsRoutes';

const { name, environment } = clusterRefs['prod-eu'];
const chip = async () => (await screen.findByText(name)).parentElement;

describe('a cluster of which only the name is told', () => {
  it('has its environment in the list of orbits', async () => {
    function Page() {
      const routes = useMissionsRoutes();
      const orbit = anOrbit({ targets: [{ cluster: name }] });
      return <OrbitsTable orbits={[orbit]} routes={routes} />;
    }
    renderPage(<Page />, { path: '/', address: '/' });
    const told = `${name}${environment}`;
    await waitFor(async () => expect(await chip()).toHaveTextContent(told));
  });

  it('has its environment in a sequence', async () => {
    const targets = [{ id: name, state: 'running' as const }];
    openRun({
      getRun: async () =>
        aSequence('running', { children: [aChild('running', { targets })] }),
    });
    const panel = await screen.findByRole('region', { name: 'Clusters' });
    await waitFor(() =>
      expect(panel).toHaveTextContent(`${name}${environment}`),
    );
  });

  it('has its environment where an undo left something', async () => {
    const object = { apiVersion: 'v1', kind: 'ConfigMap', name: 'page' };
    renderPage(
      <KeptPanel
        run={{
          kept: [{ targetId: name, object, reason: 'by choice' }],
          targetsDetail: [
            aTarget({ id: name, cluster: clusterRefs['prod-eu'] }),
          ],
        }}
      />,
      { path: '/', address: '/' },
    );
    const told = `${name}${environment}`;
    await waitFor(async () => expect(await chip()).toHaveTextContent(told));
  });
});
