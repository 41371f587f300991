import {
  groupOf,
  nameOfObject,
  type ObjectRef,
  sameObject,
} from '@mission-control/plugin-missions-common';
import type { KubernetesObject } from '@mission-control/plugin-missions-node';
import type { Loss, WriteContext } from '../writes';
import { instancesOf } from './definitionContent';
import type { Dependant, Dependants } from './Dependants';
import { isThere, type Owner } from './goneOwners';
import { namespaceContent } from './namespaceContent';

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

type LookingContext = Pick<WriteContext, 'cluster' | 'signal'>;

/**
 * What is lost with an object that is deleted (DESIGN §6), beside the object,
 * which can be made anew faithfully unless something is lost for certain.
 */
export async function irreversibleDeletion(
  ctx: LookingContext,
  live: KubernetesObject,
  options: LossOptions,
): Promise<Loss> {
  const kind = kindOf(live);
  if (byKind[kind]) {
    return { certain: byKind[kind] };
  }
  if (live.kind === 'Namespace') {
    return lostContent(ctx, live, options);
  }
  if (live.kind === 'CustomResourceDefinition') {
    return lostInstances(ctx, live, options);
  }
  const certain = selfHealing.has(kind) ? retentionLoss(live) : undefined;
  return certain ? { certain } : lostDependants(ctx, live, options);
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

/** A namespace takes everything in it along. */
async function lostContent(
  { cluster, signal }: LookingContext,
  { metadata }: KubernetesObject,
  { known }: LossOptions,
): Promise<Loss> {
  const { foreign, unlisted } = await namespaceContent(
    cluster,
    metadata?.name ?? '',
    { known, signal },
  );
  const named = foreign.slice(0, MAX_NAMED).map(nameOfObject).join(', ');
  const more = foreign.length - MAX_NAMED;
  return {
    ...(foreign.length > 0 && {
      certain: `its content is deleted with it: ${named}${
        more > 0 ? ` and ${more} more` : ''
      }`,
    }),
    ...(unlisted.length > 0 && {
      unseen: `its content could not all be listed: ${unlisted.join('; ')}`,
    }),
  };
}

/** A definition takes its objects along. */
async function lostInstances(
  { cluster, signal }: LookingContext,
  definition: KubernetesObject,
  { known }: LossOptions,
): Promise<Loss> {
  const { foreign, unlisted } = await instancesOf(cluster, definition, {
    known,
    signal,
  });
  const { plural } = definition.spec?.names ?? {};
  return {
    ...(foreign.length > 0 && {
      certain: `its ${foreign.length} ${plural} are deleted with it`,
    }),
    ...(unlisted.length > 0 && {
      unseen: `whether ${plural} exist could not be seen: ${unlisted.join(
        '; ',
      )}`,
    }),
  };
}

/**
 * Objects that the garbage collector takes with an object that is deleted:
 * those of its namespace, or of the whole cluster when it is in none.
 */
async function lostDependants(
  ctx: LookingContext,
  live: KubernetesObject,
  { dependants, known = [] }: LossOptions,
): Promise<Loss> {
  const { namespace, uid } = live.metadata ?? {};
  if (!uid) {
    return {};
  }
  const look = await dependants.in(ctx.cluster, namespace, ctx.signal);
  const isCollected = collection(ctx, known);
  const lost: LostKind[] = [];
  for (const { kept, count } of look.byOwner.get(uid) ?? []) {
    const isPassing = passing.has(kindOf(kept[0].ref));
    const left = await filtered(kept, isCollected);
    const unnamed = count - kept.length;
    const isMadeAnew = isPassing && selfHealing.has(kindOf(live));
    if (left.length + unnamed > 0 && !isMadeAnew) {
      lost.push({ isPassing, left: left.map(({ ref }) => ref), unnamed });
    }
  }
  const unseen = look.unseen.slice(0, MAX_NAMED).join(', ');
  return {
    ...(lost.length > 0 && {
      certain: `dependants are collected with it: ${namesOf(lost, namespace)}`,
    }),
    ...(unseen && {
      unseen: `dependants could not be seen: ${unseen} cannot be listed`,
    }),
  };
}

/**
 * Asks of a dependant of what is deleted whether it is collected, and nobody
 * deletes it before: only when all its owners are gone, these or by then.
 */
function collection(
  ctx: LookingContext,
  known: readonly ObjectRef[],
): (dependant: Dependant) => Promise<boolean> {
  const isKnown = (ref: ObjectRef) =>
    known.some(other => sameObject(other, ref));
  const answers = new Map<string, boolean>();
  const stays = async (owner: Owner, namespace: string | undefined) => {
    const { apiVersion, kind, name, uid } = owner;
    const ref = { apiVersion, kind, name };
    if (isKnown(ref) || isKnown({ ...ref, namespace })) {
      return false;
    }
    const answer = answers.get(uid) ?? (await isThere(ctx, owner, namespace));
    answers.set(uid, answer);
    return answer;
  };
  return async ({ ref, otherOwners }) => {
    if (isKnown(ref)) {
      return false;
    }
    for (const owner of otherOwners) {
      if (await stays(owner, ref.namespace)) {
        return false;
      }
    }
    return true;
  };
}

async function filtered<T>(
  items: readonly T[],
  accepts: (item: T) => Promise<boolean>,
): Promise<T[]> {
  const accepted: T[] = [];
  for (const item of items) {
    if (await accepts(item)) {
      accepted.push(item);
    }
  }
  return accepted;
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
