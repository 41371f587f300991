import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import {
  MissionsClient,
  missionsApiRef,
} from '@mission-control/plugin-missions-react';
import type { JSX } from 'react';
import { rootRouteRef } from './routes';

/** Mission Control for portals of the legacy frontend system. @public */
export const missionsPlugin = createPlugin({
  id: 'missions',
  apis: [
    createApiFactory({
      api: missionsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: ({ discoveryApi, fetchApi }) =>
        new MissionsClient({ discoveryApi, fetchApi }),
    }),
  ],
  routes: { root: rootRouteRef },
});

/** All pages, to be mounted at one route. @public */
export const MissionsPage: () => JSX.Element = missionsPlugin.provide(
  createRoutableExtension({
    name: 'MissionsPage',
    component: () =>
      import('./shell/MissionsRouter').then(m => m.MissionsRouter),
    mountPoint: rootRouteRef,
  }),
);

/** The tab "Missions" of an entity page. @public */
export const EntityMissionsContent: () => JSX.Element = missionsPlugin.provide(
  createComponentExtension({
    name: 'EntityMissionsContent',
    component: {
      lazy: () =>
        import('./entity/EntityMissionsContent').then(
          m => m.EntityMissionsContent,
        ),
    },
  }),
);
