import { nameOfObject } from '@mission-control/plugin-missions-common';
import type {
  KubernetesObject,
  UndoneRun,
} from '@mission-control/plugin-missions-node';
import type { Effect } from '../journal';
import { managedFieldsOf } from '../objects';
import {
  deletedIn,
  fieldManagerOf,
  type Change,
  type EarlierChange,
  type WriteContext,
} from '../writes';
import { authorOf, byWhom, driftSince, threeWay } from './driftSince';
import { definitionContent } from './definitionContent';
import { goneOwners } from './goneOwners';
import { namespaceContent } from './namespaceContent';

/** Objects of a sentence before it says how many more there are. */
const MAX_NAMED = 10;

/** What lists the content of what has some, by kind. */
const contents: ReadonlyMap<string, typeof namespaceContent> = new Map([
  ['Namespace', namespaceContent],
  ['CustomResourceDefinition', definitionContent],
]);

/** What an undo needs of its context. */
export type UndoingContext = WriteContext & UndoneRun;

/** What stands in the way of taking an effect back, for people. */
export type Block = Pick<Change, 'conflictWith' | 'note' | 'fields'>;

/** What drifted since our write; undefined: nothing. */
export async function driftBlock(
  ctx: WriteContext,
  prior: KubernetesObject | null,
  { after, live }: { after: KubernetesObject; live: KubernetesObject },
): Promise<Block | undefined> {
  if (after.metadata?.uid !== live.metadata?.uid) {
    return madeAnew(live, 'It was deleted since and made anew');
  }
  const drifted = driftSince(prior, after, live, fieldManagerOf(ctx));
  if (drifted.length === 0) {
    return undefined;
  }
  return threeWay(drifted, live.kind ?? '', ctx);
}

/** Another object under the same name: who made it and when, as far as it tells. */
export function madeAnew(live: KubernetesObject, what: string): Block {
  const author = authorOf(
    managedFieldsOf(live).filter(entry => !entry.subresource),
  );
  const time = live.metadata?.creationTimestamp;
  return {
    conflictWith: author?.manager ?? 'somebody',
    note: `${what} ${byWhom(
      author && { manager: author.manager, time },
    )}: its uid is another`,
  };
}

/** Why an object cannot be made anew although nothing is in its place; undefined: it can. */
export async function whyItIsCollected(
  ctx: Pick<WriteContext, 'cluster' | 'signal'>,
  prior: KubernetesObject,
): Promise<Required<Pick<Block, 'conflictWith' | 'note'>> | undefined> {
  const owners = await goneOwners(ctx, prior);
  return owners
    ? {
        conflictWith: "the cluster's garbage collector",
        note: `Its owner is gone (${owners}): made anew, it would be collected at once`,
      }
    : undefined;
}

/**
 * Why a namespace or a definition that we made stays, for people: what others
 * put there is never deleted, whatever was chosen; undefined: nothing foreign
 * is there.
 */
export async function whyItStays(
  ctx: UndoingContext,
  { object }: Effect,
  options: { readonly earlier: readonly EarlierChange[] },
): Promise<string | undefined> {
  const contentOf = contents.get(object.kind);
  if (!contentOf) {
    return undefined;
  }
  const known = deletedIn(options.earlier);
  const { foreign, unlisted } = await contentOf(ctx.cluster, object.name, {
    known,
    madeByRun: ctx.madeByRun,
    signal: ctx.signal,
  });
  const more = foreign.length - MAX_NAMED;
  const reasons = [
    foreign.length > 0 &&
      `it holds ${foreign.slice(0, MAX_NAMED).map(nameOfObject).join(', ')}${
        more > 0 ? ` and ${more} more` : ''
      }`,
    unlisted.length > 0 &&
      `not everything in it could be listed: ${unlisted.join('; ')}`,
  ].filter(Boolean);
  return reasons.length > 0
    ? `It stays, because ${reasons.join(', and ')}`
    : undefined;
}
