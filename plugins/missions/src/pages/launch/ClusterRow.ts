import type { Cluster } from '@mission-control/plugin-missions-common';

/** What of a cluster is shown. */
export type ClusterRow = Pick<
  Cluster,
  | 'name'
  | 'title'
  | 'environment'
  | 'production'
  | 'demo'
  | 'version'
  | 'problem'
  | 'writable'
  | 'notWritableReason'
>;
