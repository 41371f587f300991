import { screen } from '@testing-library/react';
import { aMissionSummary } from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../__testUtils__/renderPage';
import { EntityMissionsView } from './EntityMissionsView';

const open = (located: boolean) =>
  renderPage(
    <EntityMissionsView
      missions={[{ mission: aMissionSummary() }]}
      runs={[]}
      located={located}
      launchHref={ref => `/launch/${ref}`}
      runHref={id => `/runs/${id}`}
    />,
    { path: '/entity', address: '/entity' },
  );

describe('EntityMissionsView', () => {
  it('shows the annotations that are missing as an example', () => {
    open(false);
    const hint = screen.getByRole('note');
    expect(hint).toHaveTextContent('does not say where it runs');
    expect(hint).toHaveTextContent('backstage.io/kubernetes-cluster: staging');
    expect(hint).toHaveTextContent('backstage.io/kubernetes-namespace: shop');
  });

  it('says nothing of annotations to an entity that has them', () => {
    open(true);
    expect(screen.queryByRole('note')).toBeNull();
  });
});
