import '@backstage/cli/asset-types';
import '@backstage/ui/css/styles.css';
import { createApp } from '@backstage/frontend-defaults';
import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import { SignInPageBlueprint } from '@backstage/plugin-app-react';
import { useEffect } from 'react';
import ReactDOM from 'react-dom/client';
import { missionsApiRef } from '@mission-control/plugin-missions-react';
import {
  aWaitingRun,
  aFinishedRun,
  aRun,
  createMissionsApiMock,
} from '@mission-control/plugin-missions-react/testUtils';
import missionsPlugin from '../src/alpha';

/** Runs by id: `waiting`, `finished`, else the failed one. */
const mock = createMissionsApiMock({
  getRun: async id => {
    if (id === 'waiting') return aWaitingRun({ id });
    if (id === 'finished') return aFinishedRun({ id });
    return aRun({ id });
  },
});

const withFixtures = createFrontendModule({
  pluginId: 'missions',
  extensions: [
    ApiBlueprint.make({
      params: define =>
        define({ api: missionsApiRef, deps: {}, factory: () => mock }),
    }),
  ],
});

const signIn = createFrontendModule({
  pluginId: 'app',
  extensions: [
    SignInPageBlueprint.make({
      params: {
        loader: async () => props => {
          useEffect(() => {
            props.onSignInSuccess({
              getProfileInfo: async () => ({ displayName: 'Jane' }),
              getBackstageIdentity: async () => ({
                type: 'user',
                userEntityRef: 'user:default/jane',
                ownershipEntityRefs: ['user:default/jane'],
              }),
              getCredentials: async () => ({}),
              signOut: async () => {},
            });
          }, [props]);
          return null;
        },
      },
    }),
  ],
});

ReactDOM.createRoot(document.getElementById('root')!).render(
  createApp({ features: [missionsPlugin, withFixtures, signIn] }).createRoot(),
);
