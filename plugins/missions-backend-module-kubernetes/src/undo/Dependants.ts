import {
  isMissionError,
  MissionError,
} from '@mission-control/plugin-missions-common';
import type {
  ClusterClient,
  KubernetesObject,
  PlanContext,
  ServedResource,
} from '@mission-control/plugin-missions-node';
import { collectionPath } from '../objects';
import { atOnce, statusOf } from '../writes';

/** Dependants, or kinds, that a sentence names. */
export const MAX_NAMED = 5;
/** Kinds that are listed at once. */
const LISTS_AT_ONCE = 6;
/** Objects of a page. */
const PAGE = 500;
/** Of objects only what owns them is needed; who does not know that form answers in full. */
const METADATA_ONLY =
  'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=1,application/json';

/** What the garbage collector takes along, of one namespace. */
interface DependantsSeen {
  /** Names of the first dependants, by the uid of their owner. */
  readonly byOwner: ReadonlyMap<string, readonly string[]>;
  /** Resources or groups that could not be listed: nothing is known about them. */
  readonly unseen: readonly string[];
}

/**
 * Objects with owners. Each namespace is looked through once, when it is first
 * asked for, whatever the number of owners: what is kept of it are names.
 */
export class Dependants {
  readonly #namespaces = new Map<string, Promise<DependantsSeen>>();

  /** The one that all steps of a plan share. */
  static ofPlan({ once }: Pick<PlanContext<unknown>, 'once'>): Dependants {
    return once('kubernetes:dependants', () => new Dependants());
  }

  /** What is owned in a namespace. */
  in(
    cluster: ClusterClient,
    namespace: string,
    signal?: AbortSignal,
  ): Promise<DependantsSeen> {
    const known = this.#namespaces.get(namespace);
    if (known) {
      return known;
    }
    const seen = lookThrough(cluster, namespace, signal);
    this.#namespaces.set(namespace, seen);
    return seen;
  }
}

async function lookThrough(
  cluster: ClusterClient,
  namespace: string,
  signal?: AbortSignal,
): Promise<DependantsSeen> {
  const { items: served, incomplete } = await cluster.resources();
  const byOwner = new Map<string, string[]>();
  const unseen = new Set<string>(incomplete);
  const kinds = onePerKind(served);
  const found = await atOnce(LISTS_AT_ONCE, kinds, entry =>
    ownedOf(cluster, entry, namespace, signal),
  );
  for (const [index, owned] of found.entries()) {
    if (!owned) {
      unseen.add(kinds[index].resource);
    }
    for (const [uid, names] of owned ?? []) {
      const all = [...(byOwner.get(uid) ?? []), ...names];
      byOwner.set(uid, all.slice(0, MAX_NAMED));
    }
  }
  return { byOwner, unseen: [...unseen] };
}

/** Names of the objects of one kind, by the uid of their owner; undefined: they cannot be listed. */
async function ownedOf(
  cluster: ClusterClient,
  entry: ServedResource,
  namespace: string,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, ReadonlySet<string>> | undefined> {
  const owned = new Map<string, Set<string>>();
  const keep = ({ metadata }: KubernetesObject) => {
    for (const { uid } of metadata?.ownerReferences ?? []) {
      const names = owned.get(uid) ?? new Set();
      if (names.size < MAX_NAMED) {
        owned.set(uid, names.add(`${entry.kind} ${metadata?.name}`));
      }
    }
  };
  const look = () =>
    eachItem(cluster, collectionPath(entry, namespace), keep, signal);
  try {
    await look().catch(error => {
      if (!isExpired(error)) {
        throw error;
      }
      return look();
    });
    return owned;
  } catch (error) {
    if (!isMissionError(error)) {
      throw error;
    }
    return undefined;
  }
}

/** The token of the next page grew too old: the list has to be begun anew. */
function isExpired(error: unknown): boolean {
  return statusOf(error)?.code === 410;
}

/** A resource in one of its versions. Events pass by themselves: none is missed. */
function onePerKind(served: readonly ServedResource[]): ServedResource[] {
  const listed = served.filter(
    ({ group, kind, namespaced, verbs }) =>
      namespaced &&
      verbs.includes('list') &&
      !(kind === 'Event' && ['', 'events.k8s.io'].includes(group)),
  );
  const keyOf = ({ group, resource }: ServedResource) => `${group}/${resource}`;
  const first = new Map<string, ServedResource>();
  for (const entry of listed) {
    first.set(keyOf(entry), first.get(keyOf(entry)) ?? entry);
  }
  return [...first.values()];
}

/** Shows every item of a list, page by page: no more than a page is held. */
async function eachItem(
  cluster: ClusterClient,
  path: string,
  show: (item: KubernetesObject) => void,
  signal?: AbortSignal,
): Promise<void> {
  let next: string | undefined;
  do {
    const { body } = await cluster.request({
      path,
      query: { limit: PAGE, continue: next },
      headers: { accept: METADATA_ONLY },
      signal,
    });
    if (!body?.metadata) {
      throw new MissionError(
        'KUBERNETES_SERVER_ERROR',
        `${path} did not answer with a list`,
      );
    }
    (body.items ?? []).forEach(show);
    next = body.metadata.continue || undefined;
  } while (next);
}
