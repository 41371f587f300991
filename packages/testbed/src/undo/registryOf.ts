import { ConfigReader } from '@backstage/config';
import { DefaultClusterRegistry } from '@mission-control/plugin-missions-backend/testUtils';

import { silent } from '../bareEngine/silent';
import type { ControlPlane } from '../controlplane/startControlPlane';
import { CLUSTER } from './Processes';

/** The engine's own access to a control plane, which may be written to. */
export function registryOf({
  server,
  authority,
  admin,
}: ControlPlane): DefaultClusterRegistry {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  return DefaultClusterRegistry.create({
    config: new ConfigReader({
      missions: { clusters: [{ name: CLUSTER, writable: true }] },
    }),
    logger: silent,
    version: 'undo',
    providers: [
      {
        id: 'undo',
        clusters: async () => [
          {
            name: CLUSTER,
            server,
            caData: base64(authority),
            auth: {
              kind: 'clientCertificate',
              certData: base64(admin.certificate),
              keyData: base64(admin.privateKey),
            },
          },
        ],
      },
    ],
  });
}
