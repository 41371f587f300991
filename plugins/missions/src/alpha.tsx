/**
 * Mission Control for portals of the new frontend system.
 *
 * @packageDocumentation
 */
import {
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { RiFocus3Line } from '@remixicon/react';
import {
  MissionsClient,
  missionsApiRef,
} from '@mission-control/plugin-missions-react';
import { rootRouteRef } from './routes';

const missionsApi = ApiBlueprint.make({
  params: define =>
    define({
      api: missionsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: ({ discoveryApi, fetchApi }) =>
        new MissionsClient({ discoveryApi, fetchApi }),
    }),
});

/** One page with its own tabs: they keep their state in the address bar. */
const missionsPage = PageBlueprint.make({
  params: {
    path: '/missions',
    title: 'Missions',
    icon: <RiFocus3Line />,
    routeRef: rootRouteRef,
    noHeader: true,
    loader: () =>
      import('./shell/MissionsRouter').then(m => <m.MissionsRouter />),
  },
});

const entityMissions = EntityContentBlueprint.make({
  name: 'missions',
  params: {
    path: '/missions',
    title: 'Missions',
    group: 'operation',
    filter: { kind: { $in: ['component', 'system', 'resource'] } },
    loader: () =>
      import('./entity/EntityMissionsContent').then(m => (
        <m.EntityMissionsContent />
      )),
  },
});

/** @public */
export default createFrontendPlugin({
  pluginId: 'missions',
  title: 'Missions',
  icon: <RiFocus3Line />,
  info: { packageJson: () => import('../package.json') },
  routes: { root: rootRouteRef },
  extensions: [missionsApi, missionsPage, entityMissions],
});
