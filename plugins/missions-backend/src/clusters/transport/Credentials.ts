/** TLS material and checks of one cluster. */
export interface TlsOptions {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
  readonly servername?: string;
  readonly rejectUnauthorized?: boolean;
}

/** What a request carries to be let in. */
export interface Credentials {
  readonly headers: Record<string, string | string[]>;
  readonly tls: TlsOptions;
  /** From a kubeconfig's proxy-url. */
  readonly proxyUrl?: string;
}

/**
 * Hands out credentials and memoises them. `refresh` (after a 401) makes the
 * next call build them anew, and says whether that can give other ones.
 */
export interface CredentialSource {
  get(): Promise<Credentials>;
  refresh(): boolean;
}
