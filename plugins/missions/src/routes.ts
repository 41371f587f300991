import { createRouteRef } from '@backstage/core-plugin-api';

/** Where the portal mounts Mission Control. @public */
export const rootRouteRef = createRouteRef({ id: 'missions' });
