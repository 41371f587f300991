import {
  isMissionError,
  MissionError,
  type ObjectRef,
} from '@mission-control/plugin-missions-common';
import type {
  ClusterClient,
  KubernetesObject,
  PlanContext,
  ServedResource,
} from '@mission-control/plugin-missions-node';
import {
  collectionPath,
  EVENT_KINDS,
  isUnserved,
  onePerKind,
  refIn,
} from '../objects';
import { atOnce, statusOf } from '../writes';
import { ownersOf, type Owner } from './goneOwners';

/** Kinds that are listed at once. */
const LISTS_AT_ONCE = 6;
/** Objects of a page. */
const PAGE = 500;
/** A server that keeps handing out tokens must not keep an undo for ever. */
const MAX_PAGES = 10_000;
/** Dependants of one owner and kind that are kept by name; of more only their uids. */
const MAX_KEPT = 1_000;
/** How long, in milliseconds, a step that carries a plan out goes by one look. */
const FRESH_MS = 2_000;
/** Of objects only what owns them is needed; who does not know that form answers in full. */
const METADATA_ONLY =
  'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=1,application/json';

/** An object with owners, as one of them sees it. */
export interface Dependant {
  readonly ref: ObjectRef;
  readonly uid: string;
  /** Name of that one where it is its controller. */
  readonly controller?: string;
  /** All its owners, once for all that see it: it is collected when none is left. */
  readonly owners: readonly Owner[];
}

/** What one owner owns, of one kind. */
interface Owned {
  /** The first of them, at least one. */
  readonly kept: readonly Dependant[];
  /** Uids of the others. */
  readonly rest: readonly string[];
}

/** What has owners, of one namespace or of the whole cluster. */
export interface DependantsSeen {
  /** By the uid of their owner, each kind for itself. */
  readonly byOwner: ReadonlyMap<string, readonly Owned[]>;
  /** Resources or groups that could not be listed: nothing is known about them. */
  readonly unseen: readonly string[];
}

/** One look, and when it was over, by `now`. */
interface LookThrough {
  readonly seen: Promise<DependantsSeen>;
  readonly began: number;
  ended?: number;
}

/** How long a look counts. */
interface Freshness {
  /** Milliseconds after its end; never less than the look itself took. */
  readonly freshMs: number;
  /** Milliseconds of any clock that only goes forward. */
  now(): number;
}

/**
 * Objects with owners. A namespace, or the whole cluster, is looked through
 * when it is first asked for, whatever the number of owners.
 */
export class Dependants {
  readonly #looks = new Map<string, LookThrough>();
  readonly #freshness: Freshness;

  constructor(
    freshness: Freshness = { freshMs: Infinity, now: () => performance.now() },
  ) {
    this.#freshness = freshness;
  }

  /** The one that all steps of a plan share: it looks once. */
  static ofPlan({ once }: Pick<PlanContext<unknown>, 'once'>): Dependants {
    return once('kubernetes:dependants', () => new Dependants());
  }

  /**
   * Of a step that deletes. It looks again before each deletion, unless it just
   * did: to list all kinds for each of many objects would take minutes, in
   * which what was seen first grows older than a shared look does.
   */
  static ofRun(): Dependants {
    return new Dependants({
      freshMs: FRESH_MS,
      now: () => performance.now(),
    });
  }

  /** What is owned in a namespace; left out: in all of them, and outside of any. */
  in(
    cluster: ClusterClient,
    namespace: string | undefined,
    signal?: AbortSignal,
  ): Promise<DependantsSeen> {
    const key = namespace ?? '';
    const known = this.#looks.get(key);
    if (known && this.#isFresh(known)) {
      return known.seen;
    }
    const look: LookThrough = {
      seen: lookThrough(cluster, namespace, signal),
      began: this.#freshness.now(),
    };
    this.#looks.set(key, look);
    const end = () => {
      look.ended = this.#freshness.now();
    };
    look.seen.then(end, end);
    return look.seen;
  }

  #isFresh({ began, ended }: LookThrough): boolean {
    const { freshMs, now } = this.#freshness;
    return (
      ended === undefined || now() - ended <= Math.max(freshMs, ended - began)
    );
  }
}

async function lookThrough(
  cluster: ClusterClient,
  namespace: string | undefined,
  signal?: AbortSignal,
): Promise<DependantsSeen> {
  const { items: served, incomplete } = await cluster.resources();
  const byOwner = new Map<string, Owned[]>();
  const unseen = new Set<string>(incomplete);
  // Events pass by themselves: none is missed.
  const kinds = onePerKind(served, {
    namespaced: namespace !== undefined,
    except: EVENT_KINDS,
  });
  const found = await atOnce(LISTS_AT_ONCE, kinds, entry =>
    ownedOf(cluster, entry, namespace, signal),
  );
  for (const [index, owned] of found.entries()) {
    if (!owned) {
      unseen.add(kinds[index].resource);
    }
    for (const [uid, those] of owned ?? []) {
      byOwner.set(uid, [...(byOwner.get(uid) ?? []), those]);
    }
  }
  return { byOwner, unseen: [...unseen] };
}

/** The objects of one kind, by the uid of their owner; undefined: they cannot be listed. */
async function ownedOf(
  cluster: ClusterClient,
  entry: ServedResource,
  namespace: string | undefined,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, Owned> | undefined> {
  const look = async () => {
    const owned = new Map<string, { kept: Dependant[]; rest: string[] }>();
    const path = collectionPath(entry, namespace);
    await eachItem(
      cluster,
      path,
      item => {
        const owners = standingOwners(item);
        const own = item.metadata?.uid ?? '';
        for (const { uid, name, controller } of owners) {
          const those = owned.get(uid) ?? { kept: [], rest: [] };
          if (those.kept.length < MAX_KEPT) {
            those.kept.push({
              ref: refIn(entry, item),
              uid: own,
              ...(controller && { controller: name }),
              owners,
            });
          } else {
            those.rest.push(own);
          }
          owned.set(uid, those);
        }
      },
      signal,
    );
    return owned;
  };
  try {
    return await look().catch(error => {
      if (!isExpired(error)) {
        throw error;
      }
      return look();
    });
  } catch (error) {
    if (!isMissionError(error)) {
      throw error;
    }
    return isUnserved(error) ? new Map() : undefined;
  }
}

/** Each owner once; what is being deleted is lost anyway. */
function standingOwners(item: KubernetesObject): readonly Owner[] {
  const owners = item.metadata?.deletionTimestamp ? [] : ownersOf(item);
  return [...new Map(owners.map(owner => [owner.uid, owner])).values()];
}

/** The token of the next page grew too old: the list has to be begun anew. */
function isExpired(error: unknown): boolean {
  return statusOf(error)?.code === 410;
}

/** Shows every item of a list, page by page: no more than a page is held. */
async function eachItem(
  cluster: ClusterClient,
  path: string,
  show: (item: KubernetesObject) => void,
  signal?: AbortSignal,
): Promise<void> {
  let next: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
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
    if (!next) {
      return;
    }
  }
  throw new MissionError(
    'KUBERNETES_SERVER_ERROR',
    `${path} did not end after ${MAX_PAGES} pages`,
  );
}
