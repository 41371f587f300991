import {
  canonicalJson,
  type ObjectRef,
  sameObject,
} from '@mission-control/plugin-missions-common';
import type { KubernetesObject } from '@mission-control/plugin-missions-node';
import type { Effect } from '../journal';
import { managedFieldsOf, maskObject, normalise, readObject } from '../objects';
import {
  changeBetween,
  deferralOf,
  deletedIn,
  fieldManagerOf,
  lossInPlan,
  type Change,
  type EarlierChange,
  type Loss,
  type WriteContext,
} from '../writes';
import {
  madeAnew,
  whyItIsCollected,
  whyItStays,
  type Block,
  type UndoingContext,
} from './blocks';
import { confirmedAfter, leftToOthers } from './confirmedAfter';
import type { Dependants } from './Dependants';
import { goneHolder } from './goneHolder';
import { irreversibleDeletion } from './irreversible';
import {
  afterMadeAnew,
  GONE_BY_RUN,
  isDeletedByRun,
  isMadeByRun,
} from './nextLife';
import { hasNewOwner, type MadeAnew } from './newOwners';
import { blockSince } from './otherWriter';
import { restoredObject, sameOwners, writtenPaths } from './restored';

/** What undo needs beside the context. */
export interface UndoOptions {
  /** Changes that are made before this one. */
  readonly earlier: readonly EarlierChange[];
  /** Drifted objects that a person chose to overwrite. */
  readonly overwriteDrift: readonly ObjectRef[];
  readonly dependants: Dependants;
  /** What the step makes anew, before this one or after. */
  readonly madeAnew?: readonly MadeAnew[];
}

/** Plans taking one effect back, from the live object (read unless just `seen`); DESIGN §6. */
export async function planEffect(
  ctx: UndoingContext,
  effect: Effect,
  options: UndoOptions,
  seen?: KubernetesObject | null,
): Promise<Change> {
  const live =
    seen === undefined
      ? await readObject(ctx.cluster, effect.object, ctx.signal)
      : seen;
  const after = confirmedAfter(ctx, effect, live);
  const base: Change = {
    kind: 'noop',
    object: effect.object,
    verb: verbOf(effect.prior, after),
    digest: ctx.digest(canonicalJson(effect.prior && normalise(effect.prior))),
    ...(live ? { live: maskObject(normalise(live), ctx) } : {}),
    ...(live?.metadata?.uid ? { uid: live.metadata.uid } : {}),
  };
  if (effect.irreversible && effect.prior) {
    return {
      ...base,
      irreversible: effect.irreversible,
      note: 'Cannot be taken back',
    };
  }
  if (!effect.prior) {
    return after
      ? planDelete(ctx, effect, { base, after, live, options })
      : { ...base, note: 'It was never there' };
  }
  return after
    ? planRestore(ctx, effect, { base, after, live, options })
    : planRecreate(ctx, effect, { base, live, options });
}

interface Known {
  readonly base: Change;
  readonly live: KubernetesObject | null;
  readonly options: UndoOptions;
}

function verbOf(
  prior: KubernetesObject | null,
  after: KubernetesObject | null,
): string {
  if (!prior) {
    return 'delete';
  }
  return after ? 'restore' : 'create';
}

async function planDelete(
  ctx: UndoingContext,
  effect: Effect,
  { base, after, live, options }: Known & { after: KubernetesObject },
): Promise<Change> {
  if (!live || live.metadata?.deletionTimestamp) {
    const note = live ? 'It is being deleted' : 'It is gone';
    const again = await afterMadeAnew(ctx, effect, options.earlier, 'delete');
    return { ...base, note, ...again };
  }
  const stays = await whyItStays(ctx, effect, options);
  if (stays) {
    const unheard = isChosen(options, base)
      ? 'overwriteDrift does not reach it: what others put there is never deleted'
      : undefined;
    return { ...base, note: [stays, unheard].filter(Boolean).join('. ') };
  }
  const block = await blockSince(ctx, effect, { after, live });
  const change: Change = {
    ...base,
    kind: 'delete',
    ...lossInPlan(await whatIsLost(ctx, live, options)),
  };
  return settle(change, block, options);
}

/**
 * What is lost with what we made when it is removed. A namespace or a
 * definition that holds anything but what goes before it stays: see whyItStays.
 */
export async function whatIsLost(
  ctx: UndoingContext,
  live: KubernetesObject,
  { earlier, dependants }: Pick<UndoOptions, 'earlier' | 'dependants'>,
): Promise<Loss> {
  return ['Namespace', 'CustomResourceDefinition'].includes(live.kind ?? '')
    ? {}
    : irreversibleDeletion(ctx, live, {
        dependants,
        known: deletedIn(earlier),
      });
}

async function planRestore(
  ctx: UndoingContext,
  effect: Effect,
  { base, after, live, options }: Known & { after: KubernetesObject },
): Promise<Change> {
  const prior = effect.prior!;
  if (!live || live.metadata?.deletionTimestamp) {
    const desired = maskObject(normalise(prior), ctx);
    const again = await afterMadeAnew(ctx, effect, options.earlier, 'change');
    if (again) {
      return { ...base, ...again, desired };
    }
    if (await isDeletedByRun(ctx, effect)) {
      return { ...base, note: GONE_BY_RUN };
    }
    if (await isMadeByRun(ctx, effect)) {
      return { ...base, note: 'It is gone, and the run itself had made it' };
    }
    const gone = await goneHolder(ctx, base.object, options.earlier);
    if (gone) {
      return { ...base, verb: 'create', desired, kind: 'conflict', ...gone };
    }
    return settle(
      { ...base, kind: 'create', desired },
      {
        conflictWith: 'somebody who deleted it',
        note: 'It was deleted since the run; the cluster does not keep by whom',
      },
      options,
    );
  }
  const restored = restoredObject({ prior, after, live }, fieldManagerOf(ctx));
  const { paths: _paths, ...change } = changeBetween({
    ref: base.object,
    verb: 'restore',
    live,
    result: restored,
    requested: writtenPaths(prior, after),
    masking: ctx,
  });
  const owners = sameOwners(managedFieldsOf(live), managedFieldsOf(restored));
  const theirs = effect.after ? undefined : leftToOthers(prior, after, live);
  if (change.kind === 'noop' && owners) {
    return { ...base, note: theirs ?? 'It is as it was before' };
  }
  const notes = [
    owners ? undefined : 'Gives the ownership of its fields back',
    theirs,
  ].filter(Boolean);
  return settle(
    {
      ...base,
      ...change,
      kind: 'change',
      ...(notes.length > 0 ? { note: notes.join('. ') } : {}),
    },
    await blockSince(ctx, effect, { after, live }),
    options,
  );
}

async function planRecreate(
  ctx: WriteContext,
  effect: Effect,
  { base, live, options }: Known,
): Promise<Change> {
  const prior = effect.prior!;
  const change: Change = {
    ...base,
    kind: 'create',
    desired: maskObject(normalise(prior), ctx),
  };
  const deferral = deferralOf(base.object, options.earlier);
  // What a later step of the run made in its place is gone by then.
  const isReplaced = deferral?.isObject && deferral.by.kind === 'delete';
  if (deferral && (!live || isReplaced)) {
    const { live: _live, uid: _uid, ...anew } = change;
    return {
      ...anew,
      ...unknownLoss(effect),
      kind: 'deferred',
      deferredReason: deferral.reason,
      bounds: deferral.bounds,
    };
  }
  if (!live || live.metadata?.deletionTimestamp) {
    const follows = hasNewOwner(prior, options.madeAnew ?? []);
    const block =
      (await goneHolder(ctx, base.object, options.earlier)) ??
      (follows ? undefined : await whyItIsCollected(ctx, prior));
    return block
      ? { ...change, kind: 'conflict', ...block }
      : {
          ...change,
          ...(follows ? { note: 'Its owner is made anew: it names it' } : {}),
          ...unknownLoss(effect),
        };
  }
  return {
    ...change,
    kind: 'conflict',
    ...madeAnew(live, 'The run deleted it, and it was made anew'),
  };
}

/** What nobody knows of what went with an object that is made anew. */
export function unknownLoss({ unseen }: Effect): Pick<Change, 'warnings'> {
  return unseen
    ? { warnings: [`What was deleted with it is not known: ${unseen}`] }
    : {};
}

function settle(
  change: Change,
  block: Block | undefined,
  options: UndoOptions,
): Change {
  if (!block) {
    return change;
  }
  return isChosen(options, change)
    ? {
        ...change,
        takeOver: true,
        note: [chosenWords(change), block.note].filter(Boolean).join('. '),
      }
    : { ...change, ...block, kind: 'conflict' };
}

/** What becomes of an object that drifted and that a person chose. */
function chosenWords({ kind }: Change): string {
  switch (kind) {
    case 'delete':
      return 'Deletes what drifted';
    case 'create':
      return 'Makes anew what was deleted';
    default:
      return 'Overwrites what drifted';
  }
}

function isChosen({ overwriteDrift }: UndoOptions, { object }: Change) {
  return overwriteDrift.some(ref => sameObject(ref, object));
}
