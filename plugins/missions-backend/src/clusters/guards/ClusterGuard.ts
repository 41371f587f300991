/** What missions may write on one cluster; made from configuration. */
export interface ClusterGuard {
  readonly cluster: string;
  readonly environment: string;
  readonly production: boolean;
  readonly demo: boolean;
  readonly writable: boolean;
  /** Set when not writable: why, and what would change it. */
  readonly notWritableReason?: string;
  readonly namespaces: {
    /** Patterns; empty means every namespace that is not denied. */
    readonly allow: readonly string[];
    readonly deny: readonly string[];
    /** Denied unless `allow` names them without a pattern. */
    readonly deniedByDefault: readonly string[];
  };
  readonly kinds: {
    /** Kind or group/Kind patterns; empty means every kind that is not denied. */
    readonly allow: readonly string[];
    readonly deny: readonly string[];
  };
  /** Patterns of cluster-scoped kinds that may be written, beside Namespace. */
  readonly clusterScoped: readonly string[];
}
