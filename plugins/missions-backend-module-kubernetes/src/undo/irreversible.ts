import {
  groupOf,
  nameOfObject,
  type ObjectRef,
  sameObject,
} from '@mission-control/plugin-missions-common';
import type { KubernetesObject } from '@mission-control/plugin-missions-node';
import type { WriteContext } from '../writes';
import { definitionContent } from './definitionContent';
import type { Dependants } from './Dependants';

/** Kinds whose deletion cannot be taken back, and why. */
const byKind: Readonly<Record<string, string>> = {
  '/PersistentVolumeClaim':
    'its volume is released; made anew, the claim is equal but its data is lost',
  '/PersistentVolume': 'a bound claim loses its volume',
  'batch/Job':
    'a finished Job cannot be made anew: its labels belong to the old one',
  '/Pod': 'a Pod that ran cannot be made anew as it was',
};
/** Kinds whose controllers make anew what comes and goes of theirs. */
const selfHealing = new Set([
  'apps/Deployment',
  'apps/StatefulSet',
  'apps/DaemonSet',
  'apps/ReplicaSet',
  '/ReplicationController',
  '/Service',
]);

/** Dependants that controllers make and drop at any time: named, each new one would be asked for. */
const passing = new Set([
  '/Pod',
  'batch/Job',
  'apps/ReplicaSet',
  'apps/ControllerRevision',
  'discovery.k8s.io/EndpointSlice',
  'coordination.k8s.io/Lease',
]);
/** Dependants, or kinds, that a sentence names. */
const MAX_NAMED = 5;

/** What is known beside the cluster. */
export interface LossOptions {
  readonly dependants: Dependants;
  /** Objects that are deleted before this one: they are no loss of its own. */
  readonly known?: readonly ObjectRef[];
}

/**
 * Why deleting this object cannot be taken back by nature (DESIGN §6);
 * undefined: it can be made anew faithfully.
 */
export async function irreversibleDeletion(
  ctx: Pick<WriteContext, 'cluster' | 'signal'>,
  live: KubernetesObject,
  options: LossOptions,
): Promise<string | undefined> {
  const kind = kindOf(live);
  if (byKind[kind]) {
    return byKind[kind];
  }
  if (live.kind === 'Namespace') {
    return undefined; // its content decides: see namespaceContent
  }
  if (live.kind === 'CustomResourceDefinition') {
    return lostInstances(ctx, live, options);
  }
  return (
    (selfHealing.has(kind) ? retentionLoss(live) : undefined) ??
    lostDependants(ctx, live, options)
  );
}

function kindOf({ apiVersion, kind }: Partial<ObjectRef>): string {
  return `${groupOf(apiVersion ?? '')}/${kind}`;
}

function retentionLoss(live: KubernetesObject): string | undefined {
  return live.spec?.persistentVolumeClaimRetentionPolicy?.whenDeleted ===
    'Delete'
    ? 'its persistent volume claims are deleted with it'
    : undefined;
}

async function lostInstances(
  { cluster, signal }: Pick<WriteContext, 'cluster' | 'signal'>,
  { metadata, spec }: KubernetesObject,
  { known }: LossOptions,
): Promise<string | undefined> {
  const { foreign, unlisted } = await definitionContent(
    cluster,
    metadata?.name ?? '',
    { known, signal },
  );
  if (unlisted.length > 0) {
    return `whether ${
      spec?.names?.plural
    } exist could not be seen: ${unlisted.join('; ')}`;
  }
  return foreign.length > 0
    ? `its ${foreign.length} ${spec?.names?.plural} are deleted with it`
    : undefined;
}

/**
 * Objects that the garbage collector takes with an object that is deleted:
 * those of its namespace, or of the whole cluster when it is in none.
 */
async function lostDependants(
  { cluster, signal }: Pick<WriteContext, 'cluster' | 'signal'>,
  live: KubernetesObject,
  { dependants, known = [] }: LossOptions,
): Promise<string | undefined> {
  const { namespace, uid } = live.metadata ?? {};
  if (!uid) {
    return undefined;
  }
  const { byOwner, unseen } = await dependants.in(cluster, namespace, signal);
  const lost = (byOwner.get(uid) ?? [])
    .map(({ kept, count }) => ({
      isPassing: passing.has(kindOf(kept[0])),
      left: kept.filter(ref => !known.some(other => sameObject(other, ref))),
      unnamed: count - kept.length,
    }))
    .filter(({ left, unnamed }) => left.length + unnamed > 0)
    .filter(({ isPassing }) => !isPassing || !selfHealing.has(kindOf(live)));
  if (lost.length > 0) {
    return `dependants are collected with it: ${namesOf(lost, namespace)}`;
  }
  return unseen.length > 0
    ? `dependants could not be seen: ${unseen
        .slice(0, MAX_NAMED)
        .join(', ')} cannot be listed`
    : undefined;
}

/** Dependants of one kind that are lost. */
interface LostKind {
  readonly isPassing: boolean;
  readonly left: readonly ObjectRef[];
  /** How many more there are than are kept. */
  readonly unnamed: number;
}

/**
 * The first names, how many more there are, and the kinds of those that come
 * and go. A namespace is named where it is not the owner's.
 */
function namesOf(
  lost: readonly LostKind[],
  namespace: string | undefined,
): string {
  const lasting = lost.filter(({ isPassing }) => !isPassing);
  const all = lasting.flatMap(({ left }) => left);
  const named = all
    .slice(0, MAX_NAMED)
    .map(({ namespace: place, ...ref }) =>
      nameOfObject(place === namespace ? ref : { ...ref, namespace: place }),
    );
  const unnamed = lasting.reduce((sum, one) => sum + one.unnamed, 0);
  const more = all.length - named.length + unnamed;
  const kinds = lost
    .filter(({ isPassing }) => isPassing)
    .map(({ left: [first] }) => `its ${first.kind}s`);
  const counted = named.length > 0 ? ` and ${more} more` : `${more} objects`;
  return [`${named.join(', ')}${more > 0 ? counted : ''}`, ...kinds]
    .filter(Boolean)
    .join(', ');
}
