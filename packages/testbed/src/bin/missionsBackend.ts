import { createBackend } from '@backstage/backend-defaults';
import { WinstonLogger } from '@backstage/backend-defaults/rootLogger';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { demoAuthModule } from '@mission-control/plugin-missions-backend-module-demo';

/**
 * Mission Control with a sign-in and nothing else, as a process: what the tests
 * of durability kill and start again. It is up in half the time of
 * `packages/backend`, has no permissions, and its log hides no secrets: to know
 * them, Backstage compiles the configuration schemas of the whole repository.
 */
const backend = createBackend();

backend.add(
  createServiceFactory({
    service: coreServices.rootLogger,
    deps: {},
    factory: () => WinstonLogger.create({}),
  }),
);
backend.add(import('@backstage/plugin-auth-backend'));
backend.add(demoAuthModule);
backend.add(import('@mission-control/plugin-missions-backend'));
backend.add(
  import('@mission-control/plugin-missions-backend-module-kubernetes'),
);
backend.add(import('@mission-control/plugin-missions-backend-module-demo'));

backend.start().catch(error => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
