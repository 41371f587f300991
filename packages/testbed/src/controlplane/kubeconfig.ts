import { stringify } from 'yaml';

import { ClusterCertificates } from './certificates';

/** A kubeconfig that carries its certificates, for the context `testbed`. */
export function kubeconfigFor(
  server: string,
  certificates: ClusterCertificates,
): string {
  const { authority, admin } = certificates;
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'testbed',
    clusters: [
      {
        name: 'testbed',
        cluster: {
          server,
          'certificate-authority-data': base64(authority.certificate),
        },
      },
    ],
    users: [
      {
        name: 'testbed-admin',
        user: {
          'client-certificate-data': base64(admin.certificate),
          'client-key-data': base64(admin.privateKey),
        },
      },
    ],
    contexts: [
      {
        name: 'testbed',
        context: { cluster: 'testbed', user: 'testbed-admin' },
      },
    ],
  });
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
