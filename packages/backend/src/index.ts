import { createBackend } from '@backstage/backend-defaults';
import { demoAuthModule } from '@mission-control/plugin-missions-backend-module-demo';
import { demoPermissionPolicy } from './demoPermissionPolicy';
import { promptHttpRouter } from './promptHttpRouter';

/** How long a start that failed may take to put away what it began. */
const STOP_MS = 5_000;

const backend = createBackend();

backend.add(promptHttpRouter);

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

backend.start().catch(async error => {
  // Half a portal is worse than none: whoever started it must hear of it.
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
  setTimeout(() => process.exit(1), STOP_MS).unref();
  await backend.stop();
  process.exit(1);
});
