import type { KubernetesObject } from '@mission-control/plugin-missions-node';
import type { Effect } from '../journal';
import { describeRef, managedFieldsOf } from '../objects';
import {
  fieldManagerOf,
  type Change,
  type EarlierChange,
  type WriteContext,
} from '../writes';
import { authorOf, byWhom, driftSince, threeWay } from './driftSince';
import { namespaceContent } from './namespaceContent';

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

/** What keeps a namespace that we made; undefined: nothing. */
export async function contentBlock(
  ctx: WriteContext,
  effect: Effect,
  options: { readonly earlier: readonly EarlierChange[] },
): Promise<Block | undefined> {
  if (effect.object.kind !== 'Namespace') {
    return undefined;
  }
  const known = options.earlier
    .filter(change => change.kind === 'delete')
    .map(change => change.object);
  const content = await namespaceContent(
    ctx.cluster,
    effect.object.name,
    known,
    ctx.signal,
  );
  if (content.unlisted.length > 0) {
    return {
      conflictWith: 'content that could not be seen',
      note: `It stays, because not everything in it could be listed: ${content.unlisted.join(
        '; ',
      )}`,
    };
  }
  return content.foreign.length > 0
    ? {
        conflictWith: 'content of others',
        note: `It stays, because it holds ${content.foreign
          .slice(0, 10)
          .map(describeRef)
          .join(', ')}${
          content.foreign.length > 10
            ? ` and ${content.foreign.length - 10} more`
            : ''
        }`,
      }
    : undefined;
}
