import type { ClusterConnection } from '@mission-control/plugin-missions-node';
import type { Impersonation } from './impersonation';
import type { CredentialSource, TlsOptions } from './Credentials';
import { fixedCredentials } from './fixedCredentials';
import { impersonationHeaders } from './impersonation';
import { kubeconfigCredentials } from './kubeconfigCredentials';
import { toPem } from './pem';
import { tokenFileCredentials } from './tokenFileCredentials';

/** The source of credentials for a cluster's kind of authentication. */
export function createCredentials(
  connection: ClusterConnection,
  impersonate?: Impersonation,
): CredentialSource {
  const source = plainCredentials(connection);
  if (!impersonate) {
    return source;
  }
  const headers = impersonationHeaders(impersonate);
  return {
    refresh: () => source.refresh(),
    async get() {
      const credentials = await source.get();
      return {
        ...credentials,
        headers: { ...credentials.headers, ...headers },
      };
    },
  };
}

function plainCredentials(connection: ClusterConnection): CredentialSource {
  const { auth, name } = connection;
  const tls: TlsOptions = {
    ca: connection.caData ? toPem(connection.caData) : undefined,
    rejectUnauthorized: connection.skipTlsVerify ? false : undefined,
  };
  switch (auth.kind) {
    case 'token':
      return fixedCredentials({
        headers: { Authorization: `Bearer ${auth.token}` },
        tls,
      });
    case 'tokenFile':
      return tokenFileCredentials({ cluster: name, path: auth.path, tls });
    case 'clientCertificate':
      return fixedCredentials({
        headers: {},
        tls: { ...tls, cert: toPem(auth.certData), key: toPem(auth.keyData) },
      });
    case 'kubeconfig':
      return kubeconfigCredentials({
        cluster: name,
        text: auth.text,
        context: auth.context,
        tls,
      });
    default:
      return fixedCredentials({ headers: {}, tls });
  }
}
