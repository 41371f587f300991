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
/** Kinds whose controllers make their dependants again. */
const selfHealing = new Set([
  'apps/Deployment',
  'apps/StatefulSet',
  'apps/DaemonSet',
  'apps/ReplicaSet',
  '/ReplicationController',
  '/Service',
]);

/** Kinds whose dependants come and go by themselves, and what is lost with those that are there. */
const cameAndWent: Readonly<Record<string, string>> = {
  'batch/CronJob': 'its Jobs are deleted with it',
};
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
  return selfHealing.has(kind)
    ? retentionLoss(live)
    : lostDependants(ctx, live, options);
}

function kindOf(live: KubernetesObject): string {
  return `${groupOf(live.apiVersion ?? '')}/${live.kind}`;
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
  const { kept, count } = byOwner.get(uid) ?? { kept: [], count: 0 };
  const lost = kept.filter(ref => !known.some(other => sameObject(other, ref)));
  const left = count - (kept.length - lost.length);
  if (left > 0) {
    return (
      cameAndWent[kindOf(live)] ??
      `dependants are collected with it: ${namesOf(lost, left, namespace)}`
    );
  }
  return unseen.length > 0
    ? `dependants could not be seen: ${unseen
        .slice(0, MAX_NAMED)
        .join(', ')} cannot be listed`
    : undefined;
}

/** The first names, and how many more there are; a namespace is named where it is not the owner's. */
function namesOf(
  lost: readonly ObjectRef[],
  count: number,
  namespace: string | undefined,
): string {
  const named = lost
    .slice(0, MAX_NAMED)
    .map(({ namespace: place, ...ref }) =>
      nameOfObject(place === namespace ? ref : { ...ref, namespace: place }),
    );
  const more = count - named.length;
  const rest = more > 0 ? ` and ${more} more` : '';
  return `${named.join(', ')}${rest}`;
}
