import type { KubernetesObject } from '@mission-control/plugin-missions-node';
import type { Effect } from '../journal';
import {
  formatPath,
  leavesOf,
  managedFieldsOf,
  normalise,
  ownersAt,
  setAt,
  type ManagedFieldsEntry,
  type Path,
} from '../objects';
import { declaredChanges, isAllocated } from '../writes/change';
import { fieldManagerOf, type WriteContext } from '../writes/send';
import { missingFields } from './restored';
import { isSystemManager, isSystemOwned } from './systemManagers';

/**
 * The state after our write. When it was never confirmed, the owners of the
 * live object's fields tell: what our manager owns is ours, what another owns
 * is not, also where both may have written. All runs of a mission are one
 * manager: whether another of them wrote it since, see otherWriter.
 */
export function confirmedAfter(
  ctx: Pick<WriteContext, 'run'>,
  effect: Pick<Effect, 'after' | 'prior' | 'verb'>,
  live: KubernetesObject | null,
): KubernetesObject | null {
  if (effect.after !== undefined) {
    return effect.after;
  }
  const { prior } = effect;
  const manager = fieldManagerOf(ctx);
  if (prior === null) {
    return live && entriesOf(live, manager).length > 0
      ? withoutOthers(live, manager)
      : null;
  }
  const isSame = live?.metadata?.uid === prior.metadata?.uid;
  if (effect.verb === 'delete') {
    return isSame ? prior : null;
  }
  return live && isSame ? withOurs(prior, live, manager) : prior;
}

/**
 * What differs from before an unconfirmed write and is not ours, for people;
 * undefined: nothing.
 */
export function leftToOthers(
  prior: KubernetesObject,
  after: KubernetesObject,
  live: KubernetesObject,
): string | undefined {
  const theirs = declaredChanges(after, live).filter(
    ({ path }) => !isAllocated(formatPath(path)) && !isSystemOwned(live, path),
  );
  if (theirs.length === 0 || declaredChanges(prior, live).length === 0) {
    return undefined;
  }
  const named = theirs.map(({ path }) => {
    const owners = ownersAt(live, path).map(entry => entry.manager);
    return `${formatPath(path)} (${owners.join(', ') || 'nobody known'})`;
  });
  return `It is not known whether the write happened. What others own by now stays: ${named.join(
    ', ',
  )}`;
}

/** The live object without the values that only others own. */
function withoutOthers(
  live: KubernetesObject,
  manager: string,
): KubernetesObject {
  const ours = structuredClone(live);
  for (const { path } of leavesOf(normalise(live))) {
    const owners = ownersAt(live, path);
    const isTheirs =
      owners.length > 0 &&
      owners.every(
        entry =>
          entry.manager !== manager && !isSystemManager(entry.manager ?? ''),
      );
    if (isTheirs) {
      setAt(ours, path, undefined);
    }
  }
  return ours;
}

/**
 * The object of before with the values that are ours by now: who changes a
 * value of ours owns it afterwards, so what we own is as we wrote it.
 */
function withOurs(
  prior: KubernetesObject,
  live: KubernetesObject,
  manager: string,
): KubernetesObject {
  const after = structuredClone(prior);
  for (const { path, after: value } of declaredChanges(prior, live)) {
    const set = value !== undefined && isOwned(live, path, manager);
    const removed = value === undefined && isOwned(prior, path, manager);
    if (set || removed) {
      setAt(after, path, structuredClone(value));
    }
  }
  const ours = entriesOf(live, manager);
  const others = managedFieldsOf(prior)
    .filter(entry => !ours.includes(entry) && entry.manager !== manager)
    .map(entry => ({
      ...entry,
      fieldsV1: ours.reduce(
        (left, { fieldsV1 }) => missingFields(left, fieldsV1),
        entry.fieldsV1,
      ),
    }));
  const { uid, resourceVersion } = live.metadata!;
  const managedFields = [...others, ...ours];
  after.metadata = { ...after.metadata, uid, resourceVersion, managedFields };
  return after;
}

function isOwned(object: KubernetesObject, path: Path, manager: string) {
  return ownersAt(object, path).some(entry => entry.manager === manager);
}

function entriesOf(
  object: KubernetesObject,
  manager: string,
): ManagedFieldsEntry[] {
  return managedFieldsOf(object).filter(
    entry => entry.manager === manager && !entry.subresource,
  );
}
