/**
 * What equality leaves out, each with its reason. This table is the only
 * place; docs/equality.md is generated from it.
 */
export interface Exclusion {
  /** What it is, in the words of the docs. */
  what: string;
  reason: string;
}

/** Carries the idempotency key on objects that we create. @public */
export const KEY_ANNOTATION = 'mission-control.dev/key';

/** Kinds that are not compared. Key: `kind` or `group/kind`. */
export const excludedKinds: Readonly<Record<string, Exclusion>> = {
  Event: {
    what: 'Events',
    reason: 'Written by every controller at any time, and they expire.',
  },
  Lease: { what: 'Leases', reason: 'Heartbeats of nodes and API servers.' },
  ControllerRevision: {
    what: 'ControllerRevisions',
    reason: 'History that StatefulSet and DaemonSet controllers keep.',
  },
  Endpoints: { what: 'Endpoints', reason: 'Derived from Services and Pods.' },
  EndpointSlice: {
    what: 'EndpointSlices',
    reason: 'Derived from Services and Pods.',
  },
  ComponentStatus: {
    what: 'ComponentStatuses',
    reason: 'Computed when asked for.',
  },
};

/** Members of metadata that the server manages. */
export const excludedMetadata: Readonly<Record<string, string>> = {
  uid: 'A re-created object gets another one.',
  resourceVersion: 'Changes with every write.',
  generation: 'Counts writes of the spec.',
  creationTimestamp: 'A re-created object gets another one.',
  selfLink: 'Computed by old servers.',
};

/** Annotations that controllers keep for themselves. */
export const excludedAnnotations: Readonly<Record<string, string>> = {
  'deployment.kubernetes.io/revision':
    'Counts rollouts; a way there and back makes two.',
  'deployment.kubernetes.io/desired-replicas':
    'Bookkeeping of the Deployment controller.',
  'deployment.kubernetes.io/max-replicas':
    'Bookkeeping of the Deployment controller.',
  'deprecated.daemonset.template.generation':
    'Counts changes of a DaemonSet; a way there and back makes two.',
  [KEY_ANNOTATION]: 'Marks which step wrote last.',
};

/** Whole members of an object. */
export const excludedMembers: Readonly<Record<string, string>> = {
  status: 'What controllers report about the object.',
};

/** Other rules, in the words of the docs. */
export const otherExclusions: readonly Exclusion[] = [
  {
    what: 'ReplicaSets that a Deployment controls and that want no Pods',
    reason: 'Revisions that the controller keeps.',
  },
  { what: 'Secrets of type helm.sh/release.v1', reason: "Helm's own history." },
  {
    what: 'Names of objects that a controller owns',
    reason:
      'Generated; such objects are compared by owner and template. What undo took back itself is compared by its name.',
  },
  {
    what: 'Times in managedFields, and entries for status',
    reason: 'Which managers own which fields is compared, not when they wrote.',
  },
  {
    what: 'Fields of managedFields that are left out above',
    reason: 'Nobody compares them, so nobody has to own them.',
  },
  {
    what: 'Objects that are being deleted',
    reason: 'The comparison waits until deletion has settled, or names them.',
  },
];
