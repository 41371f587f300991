import {
  groupOf,
  nameOfObject,
  type ObjectRef,
  sameObject,
} from '@mission-control/plugin-missions-common';
import type { KubernetesObject } from '@mission-control/plugin-missions-node';
import type { Loss, WriteContext } from '../writes';
import type { Dependant, Dependants, DependantsSeen } from './Dependants';
import { isThere, type Owner } from './goneOwners';

/** What the controller of a kind makes for its objects, and makes anew with them. */
const madeFor: Readonly<Record<string, readonly string[]>> = {
  'apps/Deployment': ['apps/ReplicaSet'],
  'apps/StatefulSet': ['/Pod', 'apps/ControllerRevision'],
  'apps/DaemonSet': ['/Pod', 'apps/ControllerRevision'],
  'apps/ReplicaSet': ['/Pod'],
  '/ReplicationController': ['/Pod'],
  '/Service': ['discovery.k8s.io/EndpointSlice'],
};

/** Dependants that controllers make and drop at any time: named, each new one would be asked for. */
const passing = new Set([
  '/Pod',
  'batch/Job',
  'apps/ReplicaSet',
  'apps/ControllerRevision',
  'cilium.io/CiliumEndpoint',
  'discovery.k8s.io/EndpointSlice',
  'coordination.k8s.io/Lease',
]);
/** Dependants that a sentence names. */
const MAX_NAMED = 5;

/** What is known beside the cluster. */
export interface LossOptions {
  readonly dependants: Dependants;
  /** Objects that are deleted before this one: they are no loss of its own. */
  readonly known?: readonly ObjectRef[];
}

export type LookingContext = Pick<WriteContext, 'cluster' | 'signal'>;

/** Group and kind of an object, such as `apps/Deployment` or `/Pod`. */
export function kindOf({ apiVersion, kind }: Partial<ObjectRef>): string {
  return `${groupOf(apiVersion ?? '')}/${kind}`;
}

/**
 * Objects that the garbage collector takes with an object that is deleted, with
 * what they own, and so on: those of its namespace, or of the whole cluster
 * when it is in none.
 */
export async function lostDependants(
  ctx: LookingContext,
  live: KubernetesObject,
  { dependants, known = [] }: LossOptions,
): Promise<Loss> {
  const { namespace, uid } = live.metadata ?? {};
  if (!uid) {
    return {};
  }
  const look = await dependants.in(ctx.cluster, namespace, ctx.signal);
  const root = { uid, kind: kindOf(live), isPassing: false };
  const lost = namesOf(await lostBelow(ctx, root, look, known), namespace);
  const unseen = firstOf(look.unseen);
  return {
    ...(lost && { certain: `dependants are collected with it: ${lost}` }),
    ...(unseen && {
      unseen: `dependants could not be seen: ${unseen} cannot be listed`,
    }),
  };
}

/** An object that goes. */
interface Going {
  readonly uid: string;
  readonly kind: string;
  /** Whether a controller makes it anew with what it belongs to. */
  readonly isPassing: boolean;
}

/** What is lost with an object. */
interface Lost {
  readonly lasting: readonly ObjectRef[];
  /** How many more there are, of which no name is kept. */
  readonly unnamed: number;
  /** Kinds of what comes and goes, and that nobody makes anew. */
  readonly kinds: ReadonlySet<string>;
}

/** Each object is followed once, so that circles end. */
async function lostBelow(
  ctx: LookingContext,
  root: Going,
  { byOwner }: DependantsSeen,
  known: readonly ObjectRef[],
): Promise<Lost> {
  const gone = new Set([root.uid]);
  const isCollected = collection(ctx, known, gone);
  const lasting: ObjectRef[] = [];
  const kinds = new Set<string>();
  let unnamed = 0;
  const pending = [root];
  for (const owner of pending) {
    for (const { kept, rest } of byOwner.get(owner.uid) ?? []) {
      const kind = kindOf(kept[0].ref);
      const isPassing = passing.has(kind);
      const more = rest.filter(uid => !gone.has(uid));
      for (const dependant of kept) {
        if (await isCollected(dependant)) {
          const { ref, uid } = dependant;
          const comesAnew = isPassing || isKeptUp(owner, dependant);
          lasting.push(...(comesAnew ? [] : [ref]));
          if (isPassing && !isMade(owner, kind, dependant.controller)) {
            kinds.add(ref.kind);
          }
          pending.push({ uid, kind, isPassing: comesAnew });
          gone.add(uid);
        }
      }
      pending.push(...more.map(uid => ({ uid, kind, isPassing })));
      more.forEach(uid => gone.add(uid));
      unnamed += isPassing ? 0 : more.length;
    }
  }
  return { lasting, unnamed, kinds };
}

/** Whether what comes and goes is made anew with its owner. */
function isMade(owner: Going, kind: string, controller?: string): boolean {
  return (
    owner.isPassing ||
    (controller !== undefined && Boolean(madeFor[owner.kind]?.includes(kind)))
  );
}

/**
 * Whether a controller makes a dependant for what comes and goes, such as a
 * report about a ReplicaSet: the next one gets another. A claim holds data,
 * except that of an ephemeral volume of a Pod, which is named after both.
 */
function isKeptUp(owner: Going, { ref, controller }: Dependant): boolean {
  return (
    owner.isPassing &&
    controller !== undefined &&
    (kindOf(ref) !== '/PersistentVolumeClaim' ||
      (owner.kind === '/Pod' && ref.name.startsWith(`${controller}-`)))
  );
}

/**
 * Asks of a dependant of what goes whether it is collected, and nobody deletes
 * it before: only when all its owners are gone, these or by then. What is
 * already `gone` is not asked for again.
 */
function collection(
  ctx: LookingContext,
  known: readonly ObjectRef[],
  gone: ReadonlySet<string>,
): (dependant: Dependant) => Promise<boolean> {
  const isKnown = (ref: ObjectRef) =>
    known.some(other => sameObject(other, ref));
  const answers = new Map<string, boolean>();
  const stays = async (owner: Owner, namespace: string | undefined) => {
    const { apiVersion, kind, name, uid } = owner;
    const ref = { apiVersion, kind, name };
    if (gone.has(uid) || isKnown(ref) || isKnown({ ...ref, namespace })) {
      return false;
    }
    const answer = answers.get(uid) ?? (await isThere(ctx, owner, namespace));
    answers.set(uid, answer);
    return answer;
  };
  return async ({ ref, uid, owners }) => {
    if (gone.has(uid) || isKnown(ref)) {
      return false;
    }
    for (const owner of owners) {
      if (await stays(owner, ref.namespace)) {
        return false;
      }
    }
    return true;
  };
}

/** The first names, and how many more there are. */
function firstOf(names: readonly string[]): string {
  const more = names.length - MAX_NAMED;
  return `${names.slice(0, MAX_NAMED).join(', ')}${
    more > 0 ? ` and ${more} more` : ''
  }`;
}

/**
 * The first names, how many more there are, and the kinds of those that come
 * and go. A namespace is named where it is not the owner's.
 */
function namesOf(
  { lasting, unnamed, kinds }: Lost,
  namespace: string | undefined,
): string {
  const named = lasting
    .slice(0, MAX_NAMED)
    .map(({ namespace: place, ...ref }) =>
      nameOfObject(place === namespace ? ref : { ...ref, namespace: place }),
    );
  const more = lasting.length - named.length + unnamed;
  const counted = named.length > 0 ? ` and ${more} more` : `${more} objects`;
  return [
    `${named.join(', ')}${more > 0 ? counted : ''}`,
    ...[...kinds].map(kind => `its ${kind}s`),
  ]
    .filter(Boolean)
    .join(', ');
}
