import { createBackend } from '@backstage/backend-defaults';
import { demoAuthModule } from '@mission-control/plugin-missions-backend-module-demo';
import { demoPermissionPolicy } from './demoPermissionPolicy';

const backend = createBackend();

backend.add(import('@backstage/plugin-app-backend'));

// Sign-in: three people of the demo; refuses to load in production.
backend.add(import('@backstage/plugin-auth-backend'));
backend.add(demoAuthModule);

backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(
  import('@backstage/plugin-catalog-backend-module-scaffolder-entity-model'),
);
backend.add(import('@backstage/plugin-catalog-backend-module-logs'));

backend.add(import('@backstage/plugin-permission-backend'));
backend.add(demoPermissionPolicy);

backend.add(import('@backstage/plugin-scaffolder-backend'));
backend.add(
  import('@mission-control/plugin-scaffolder-backend-module-missions'),
);

backend.add(import('@backstage/plugin-notifications-backend'));
backend.add(import('@backstage/plugin-signals-backend'));
backend.add(import('@backstage/plugin-events-backend'));

// Mission Control
backend.add(import('@mission-control/plugin-missions-backend'));
backend.add(
  import('@mission-control/plugin-missions-backend-module-kubernetes'),
);
backend.add(import('@mission-control/plugin-missions-backend-module-demo'));

backend.start();
