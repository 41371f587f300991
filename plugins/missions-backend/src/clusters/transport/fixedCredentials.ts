import type { Credentials, CredentialSource } from './Credentials';

/** Credentials that do not change: a token, a client certificate, none. */
export function fixedCredentials(credentials: Credentials): CredentialSource {
  return { get: async () => credentials, refresh: () => false };
}
