import {
  groupOf,
  isMissionError,
  type ObjectRef,
} from '@mission-control/plugin-missions-common';
import type { KubernetesObject } from '@mission-control/plugin-missions-node';
import { readObject } from '../../objects';
import { ownersOf, readOwner } from '../../undo';
import { atOnce, type Live, type WriteContext } from '../../writes';

/** Objects that are read at once. */
const READS_AT_ONCE = 8;

/** An object to delete, in its turn. */
export interface Turn {
  readonly ref: ObjectRef;
  /** What is there; undefined: it was not looked at, or cannot be read. */
  readonly seen?: Live;
  /** What is deleted before it. */
  readonly before: readonly ObjectRef[];
}

type ReadingContext = Pick<WriteContext, 'cluster' | 'signal'>;

/**
 * The objects in the order in which they are deleted: as given, but each after
 * what it owns, directly or by others in between, and a namespace or definition
 * after what is in it.
 *
 * @remarks The cluster would take them before their own turn, without a journal.
 */
export async function dependantsFirst(
  ctx: ReadingContext,
  refs: readonly ObjectRef[],
): Promise<Turn[]> {
  if (refs.length < 2) {
    return refs.map(ref => ({ ref, before: [] }));
  }
  const seen = await atOnce(READS_AT_ONCE, refs, ref => lookAt(ctx, ref));
  const ownedBy = await dependantsByOwner(ctx, seen);
  const within = (index: number) =>
    refs.flatMap((ref, other) => (isIn(seen[index], ref) ? [other] : []));
  const order = new Set<number>();
  const entered = new Set<number>();
  const visit = (index: number) => {
    if (!entered.has(index)) {
      entered.add(index);
      ownedBy.get(seen[index]?.metadata?.uid)?.forEach(visit);
      within(index).forEach(visit);
      order.add(index);
    }
  };
  refs.forEach((_ref, index) => visit(index));
  const ordered = [...order];
  return ordered.map((index, turn) => ({
    ref: refs[index],
    seen: seen[index],
    before: ordered.slice(0, turn).map(earlier => refs[earlier]),
  }));
}

/** Whether a namespace or definition takes an object along when it is deleted. */
export function isIn(holder: Live | undefined, ref: ObjectRef): boolean {
  switch (holder?.kind) {
    case 'Namespace':
      return ref.namespace === holder.metadata?.name;
    case 'CustomResourceDefinition':
      return (
        groupOf(ref.apiVersion) === holder.spec?.group &&
        ref.kind === holder.spec?.names?.kind
      );
    default:
      return false;
  }
}

/** What cannot be read has no owners here; its own plan says why. */
async function lookAt(
  { cluster, signal }: ReadingContext,
  ref: ObjectRef,
): Promise<Live | undefined> {
  try {
    return await readObject(cluster, ref, signal);
  } catch (error) {
    if (!isMissionError(error)) {
      throw error;
    }
    return undefined;
  }
}

/** Places of dependants, by the uid of each object that is above them. */
async function dependantsByOwner(
  ctx: ReadingContext,
  seen: readonly (Live | undefined)[],
): Promise<ReadonlyMap<string | undefined, readonly number[]>> {
  const known = new Map<string, Live | undefined>();
  for (const live of seen) {
    if (live?.metadata?.uid) {
      known.set(live.metadata.uid, live);
    }
  }
  const ownedBy = new Map<string, number[]>();
  for (const [index, live] of seen.entries()) {
    const above = live ? await uidsAbove(ctx, live, known) : [];
    for (const uid of above) {
      ownedBy.set(uid, [...(ownedBy.get(uid) ?? []), index]);
    }
  }
  return ownedBy;
}

/** Uids of an object's owners, of their owners, and so on; `known` keeps what was read. */
async function uidsAbove(
  ctx: ReadingContext,
  object: KubernetesObject,
  known: Map<string, Live | undefined>,
): Promise<ReadonlySet<string>> {
  const above = new Set<string>();
  const pending = [...ownersOf(object)];
  for (const owner of pending) {
    const { uid } = owner;
    if (!above.has(uid)) {
      above.add(uid);
      if (!known.has(uid)) {
        known.set(uid, await readOwner(ctx, owner, object.metadata?.namespace));
      }
      pending.push(...ownersOf(known.get(uid) ?? {}));
    }
  }
  return above;
}
