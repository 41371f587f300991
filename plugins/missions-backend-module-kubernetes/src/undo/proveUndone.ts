import {
  comparedPart,
  MissionError,
  type FieldChange,
  nameOfObject,
} from '@mission-control/plugin-missions-common';
import type {
  KubernetesObject,
  UndoRunContext,
} from '@mission-control/plugin-missions-node';
import type { Effect } from '../journal';
import {
  formatPath,
  leafChanges,
  maskObject,
  normalise,
  notEstablished,
  readObject,
  refOf,
  sameJson,
  type FieldsV1,
  type Masking,
} from '../objects';
import { untilServed } from '../observe';
import { fieldChanges, fieldManagerOf, isAllocated } from '../writes';
import { authorAt } from './driftSince';
import type { EffectWrite } from './effectWrite';
import { missingFields } from './restored';
import { isSystemManager, isSystemOwned } from './systemManagers';

/** Fields of a message before it says how many more there are. */
const MAX_NAMED = 5;

/** How an object is not as it shall be, by the documented equality function. */
export interface Unequal {
  /** From what it shall be to what it is, with who owns the value now; masked. */
  readonly fields: readonly FieldChange[];
  /** Managers that own other fields than they shall. */
  readonly managers: readonly string[];
}

/**
 * Compares what is there with what the undo was to restore. Left out is what
 * equality leaves out, and what a server allocated or the cluster's own
 * controllers added where nothing was. Of the owners of a value, others come before `ours`.
 */
export function unequalTo(
  expected: KubernetesObject,
  live: KubernetesObject,
  masking: Masking,
  ours?: string,
): Unequal {
  const [before, ownersBefore] = split(expected);
  const [after, ownersAfter] = split(live);
  const changes = leafChanges(before, after).filter(
    ({ path, before: wanted }) =>
      wanted !== undefined ||
      !(isAllocated(formatPath(path)) || isSystemOwned(live, path)),
  );
  const owners = [
    ...new Set([...Object.keys(ownersBefore), ...Object.keys(ownersAfter)]),
  ].filter(owner => {
    const [wanted, found] = [ownersBefore[owner], ownersAfter[owner]];
    return isSystemManager(managerOf(owner))
      ? missingFields(wanted, found) !== undefined
      : !sameJson(wanted, found);
  });
  const shown = fieldChanges(changes, live, live.kind ?? '', masking);
  return {
    fields: shown.map((field, index) => {
      const owner = authorAt(live, changes[index].path, ours)?.manager;
      return owner ? { ...field, owner } : field;
    }),
    managers: [...new Set(owners.map(managerOf))],
  };
}

/**
 * Reads an object back after it was taken back, compares it with what it shall
 * be, and stores the answer as evidence. Throws STEP_FAILED with what differs
 * and who owns it now. A definition that is back, and
 * was served, is served when it returns.
 */
export async function proveUndone(
  ctx: UndoRunContext<unknown>,
  { object, prior }: Effect,
  { expected, uid }: Pick<EffectWrite, 'expected' | 'uid'>,
): Promise<void> {
  const live = await readObject(ctx.cluster, object, ctx.signal);
  const name = nameOfObject(object);
  const shown = live && { object: maskObject(normalise(live), ctx) };
  const isOurs = live !== null && (!uid || live.metadata?.uid === uid);
  const exists = prior ? live !== null : isOurs;
  const unequal =
    prior && live
      ? unequalTo(expected(live), live, ctx, fieldManagerOf(ctx))
      : undefined;
  const differs = Boolean(unequal?.fields.length);
  const ownersDiffer = Boolean(unequal?.managers.length);
  const isEqual = exists === Boolean(prior) && !differs;
  ctx.evidence({
    asked: `GET ${name}`,
    answered: {
      result: resultOf(isEqual && !ownersDiffer, prior !== null),
      equal: isEqual,
      ownersEqual: !ownersDiffer,
      ...(differs ? { differing: unequal!.fields } : {}),
      ...(ownersDiffer ? { otherOwners: unequal!.managers } : {}),
      ...shown,
    },
    object,
  });
  if (exists !== Boolean(prior)) {
    throw new MissionError(
      'STEP_FAILED',
      `${name} ${
        live ? 'is still there' : 'is not there again'
      } after the undo`,
      { object: live ? refOf(live) : object },
    );
  }
  if (differs || ownersDiffer) {
    throw new MissionError(
      'STEP_FAILED',
      `${name} is not as before after the undo: ${wordsOf(unequal!)}`,
      {
        object,
        remedy:
          'See who changes it. Then retry the step, or choose for this object in a new undo: keep it as it is now, or overwrite it (keepDrift and overwriteDrift in the API).',
      },
    );
  }
  // One that was not served before is as before all the same.
  if (live && prior && !notEstablished(prior)) {
    await untilServed(ctx, object, live);
  }
  ctx.log.info(`${name}: ${prior ? 'as before' : 'gone'}`);
}

/** The comparison with the journal, in words. */
function resultOf(isAsBefore: boolean, wasThere: boolean): string {
  if (!isAsBefore) {
    return wasThere ? 'not as before the run' : 'still there';
  }
  return wasThere ? 'equal to before the run' : 'gone';
}

function wordsOf({ fields, managers }: Unequal): string {
  const more = fields.length - MAX_NAMED;
  const named = fields
    .slice(0, MAX_NAMED)
    .map(({ path, owner }) => `${path} is set by ${owner ?? 'nobody known'}`);
  return [
    ...named,
    ...(more > 0 ? [`${more} more fields`] : []),
    ...(managers.length > 0
      ? [`other fields than before are owned by ${managers.join(', ')}`]
      : []),
  ].join('; ');
}

type Owners = Readonly<Record<string, FieldsV1>>;

function split(object: KubernetesObject): [unknown, Owners] {
  const { metadata = {}, ...rest } = comparedPart(object);
  const { owners, ...declared } = metadata;
  return [{ ...rest, metadata: declared }, owners];
}

/** An owner is a manager and its operation. */
function managerOf(owner: string): string {
  return owner.slice(0, owner.lastIndexOf(' '));
}
