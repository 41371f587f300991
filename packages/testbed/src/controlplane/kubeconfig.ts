import { stringify } from 'yaml';

/** A cluster and who enters it, as one context of a kubeconfig. */
export interface KubeconfigContext {
  readonly name: string;
  readonly server: string;
  /** The authority of the server's certificate, as PEM. */
  readonly authority: string;
  /** The user's client certificate and key, as PEM. */
  readonly admin: { readonly certificate: string; readonly privateKey: string };
}

/** A kubeconfig that carries its certificates; the first context is the current one. */
export function kubeconfigOf(contexts: readonly KubeconfigContext[]): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': contexts[0]?.name,
    clusters: contexts.map(({ name, server, authority }) => ({
      name,
      cluster: { server, 'certificate-authority-data': base64(authority) },
    })),
    users: contexts.map(({ name, admin }) => ({
      name: `${name}-admin`,
      user: {
        'client-certificate-data': base64(admin.certificate),
        'client-key-data': base64(admin.privateKey),
      },
    })),
    contexts: contexts.map(({ name }) => ({
      name,
      context: { cluster: name, user: `${name}-admin` },
    })),
  });
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
