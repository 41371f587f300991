import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { parse } from 'yaml';

import { binariesFolder } from './goModule';
import { createKubectl } from './kubectl';
import { ControlPlane, startControlPlane } from './startControlPlane';

/**
 * The control plane that this run shares (`MISSIONS_TEST_KUBECONFIG`, whose
 * user has a client certificate), or one of its own where there is none. `stop`
 * leaves a shared one running. Files share it: make a namespace for each test.
 */
export async function acquireControlPlane(
  env: NodeJS.ProcessEnv = process.env,
): Promise<ControlPlane> {
  const kubeconfig = env.MISSIONS_TEST_KUBECONFIG;
  if (!kubeconfig) {
    return startControlPlane();
  }
  const { clusters, users } = parse(await readFile(kubeconfig, 'utf8'));
  const { cluster } = clusters[0];
  const { user } = users[0];
  return {
    kubeconfig,
    server: cluster.server,
    authority: decode(cluster['certificate-authority-data']),
    admin: {
      certificate: decode(user['client-certificate-data']),
      privateKey: decode(user['client-key-data']),
    },
    kubectl: createKubectl(
      env.MISSIONS_TEST_KUBECTL || join(binariesFolder(), 'kubectl'),
      kubeconfig,
    ),
    stop: async () => {},
  };
}

function decode(base64: string): string {
  return Buffer.from(base64, 'base64').toString();
}
