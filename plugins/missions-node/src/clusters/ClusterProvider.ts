import type { KubernetesObject } from './ClusterClient';

/** How the portal authenticates at a cluster. @public */
export type ClusterAuth =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'tokenFile'; readonly path: string }
  | {
      readonly kind: 'clientCertificate';
      readonly certData: string;
      readonly keyData: string;
    }
  | {
      /** A kubeconfig (YAML or JSON text) and the context to use: exec and auth providers go through the client library. */
      readonly kind: 'kubeconfig';
      readonly text: string;
      readonly context: string;
    }
  | { readonly kind: 'none' };

/** A cluster as a provider knows it, before guards of the configuration. @public */
export interface ClusterConnection {
  /** Unique over all providers; DNS-like. */
  readonly name: string;
  readonly title?: string;
  readonly environment?: string;
  readonly production?: boolean;
  readonly demo?: boolean;
  readonly labels?: Record<string, string>;
  /** https://host:port */
  readonly server: string;
  /** PEM, base64 as in a kubeconfig. */
  readonly caData?: string;
  readonly skipTlsVerify?: boolean;
  readonly auth: ClusterAuth;
  /** The acting Kubernetes identity in words, such as `system:serviceaccount:missions:writer`. */
  readonly identity?: string;
  /** Undefined when usable without a user at the keyboard, else why not. */
  readonly notUnattended?: string;
  /** Writable by default; only demo providers set it. The configuration wins. */
  readonly writable?: boolean;
}

/** An object that a simulated cluster did not take. @public */
export interface SeedRefusal {
  /** As it was given. */
  readonly object: KubernetesObject;
  /** Why, as a sentence without its full stop. */
  readonly reason: string;
}

/** What keeps clusters of a source away. @public */
export interface ClusterProviderProblem {
  /** Where it is configured, such as `kubernetes.clusterLocatorMethods[1]`. */
  readonly place?: string;
  /** What is wrong, as a sentence without its full stop; no secrets. */
  readonly message: string;
  /** What to do about it. */
  readonly remedy?: string;
}

/** A source of clusters. @public */
export interface ClusterProvider {
  /** Such as demo, kubeconfig, kubernetes-plugin. */
  readonly id: string;
  /** Current clusters. Called often: answer from memory. */
  clusters(): Promise<ClusterConnection[]>;
  /** What the last answer left out, and why; shown beside the clusters. */
  problems?(): readonly ClusterProviderProblem[];
  /** Puts a simulated cluster back to its first state. */
  reset?(name: string): Promise<void>;
  /**
   * Gives a simulated cluster what missions need there so that they can be
   * tried: `objects` are all of them, in the order of their files. Only
   * simulated clusters implement it; it is never called for a cluster whose
   * connection is not `demo`, and called often: with the same objects nothing
   * happens. What is there already with another content is left as it is, and
   * what somebody deleted stays deleted; a reset makes all of them anew.
   * Answers which objects the cluster does not have as they were given, and why.
   */
  seed?(
    name: string,
    objects: readonly KubernetesObject[],
  ): Promise<readonly SeedRefusal[]>;
}
