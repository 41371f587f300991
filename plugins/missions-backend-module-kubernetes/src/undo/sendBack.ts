import {
  type ObjectRef,
  withoutServerFields,
} from '@mission-control/plugin-missions-common';
import type {
  ClusterResponse,
  KubernetesObject,
} from '@mission-control/plugin-missions-node';
import { locate } from '../objects';
import {
  sendDelete,
  sendPost,
  sendPut,
  type SendOptions,
  type WriteContext,
} from '../writes';

/** Whether it is only tried. */
type Trial = Pick<SendOptions, 'dryRun'>;

/** Deletes what the run made; undefined: it is gone. */
export async function sendRemoval(
  ctx: WriteContext,
  ref: ObjectRef,
  live: KubernetesObject,
  options?: Trial,
): Promise<ClusterResponse | undefined> {
  return sendDelete(ctx, await locate(ctx.cluster, ref), live, options);
}

/** Puts back what the run changed. */
export async function sendRestored(
  ctx: WriteContext,
  ref: ObjectRef,
  restored: KubernetesObject,
  options?: Trial,
): Promise<ClusterResponse<KubernetesObject>> {
  return sendPut(ctx, await locate(ctx.cluster, ref), restored, options);
}

/** Makes anew what the run deleted. Its annotations stay, those of writers too: they were part of it. */
export async function sendAnew(
  ctx: WriteContext,
  ref: ObjectRef,
  wanted: KubernetesObject,
  options?: Trial,
): Promise<ClusterResponse<KubernetesObject>> {
  const location = await locate(ctx.cluster, ref);
  return sendPost(ctx, location, withoutServerFields(wanted), options);
}
