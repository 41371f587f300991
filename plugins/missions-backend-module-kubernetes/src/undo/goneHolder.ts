import {
  isMissionError,
  type ObjectRef,
} from '@mission-control/plugin-missions-common';
import { readObject } from '../objects';
import { deferralOf, type EarlierChange, type WriteContext } from '../writes';
import type { Block } from './blocks';

type LookingContext = Pick<WriteContext, 'cluster' | 'signal'>;

/** What stands in the way, where nothing can be done but to leave the object. */
type Gone = Required<Pick<Block, 'conflictWith' | 'note'>> & {
  readonly takeOver: false;
};

/**
 * Why an object that is gone cannot be made anew: its namespace is gone too or
 * goes, or nobody defines its kind any more, and none of the changes in
 * `earlier` brings that back. Undefined: it can, or that cannot be seen, such as
 * what a run brings back that is taken back before.
 */
export async function goneHolder(
  ctx: LookingContext,
  ref: ObjectRef,
  earlier: readonly EarlierChange[],
): Promise<Gone | undefined> {
  const isUnseen = earlier.some(({ kind }) => kind === 'external');
  if (isUnseen || deferralOf(ref, earlier)) {
    return undefined;
  }
  return (await goneNamespace(ctx, ref)) ?? goneDefinition(ctx, ref);
}

/** The same of its namespace alone. */
export async function goneNamespace(
  { cluster, signal }: LookingContext,
  { namespace }: ObjectRef,
): Promise<Gone | undefined> {
  if (!namespace) {
    return undefined;
  }
  const ref = { apiVersion: 'v1', kind: 'Namespace', name: namespace };
  const live = await seen(() => readObject(cluster, ref, signal));
  if (live === undefined || (live && !live.metadata?.deletionTimestamp)) {
    return undefined;
  }
  const what = live ? 'is being deleted' : 'is gone';
  return {
    takeOver: false,
    conflictWith: `a namespace that ${what}`,
    note: `Its namespace ${namespace} ${what} and is not taken back: nothing can be made in it`,
  };
}

async function goneDefinition(
  { cluster }: LookingContext,
  { apiVersion, kind }: ObjectRef,
): Promise<Gone | undefined> {
  const served = await seen(() => cluster.resource(apiVersion, kind));
  return served === null
    ? {
        takeOver: false,
        conflictWith: 'a definition that is gone',
        note: `Its definition is gone and is not taken back: the cluster does not know ${kind} of ${apiVersion}`,
      }
    : undefined;
}

/** What is there; null: it is not there; undefined: it cannot be seen. */
async function seen<T>(look: () => Promise<T>): Promise<T | null | undefined> {
  try {
    return await look();
  } catch (error) {
    if (!isMissionError(error)) {
      throw error;
    }
    return error.code === 'KUBERNETES_API_ABSENT' ? null : undefined;
  }
}
