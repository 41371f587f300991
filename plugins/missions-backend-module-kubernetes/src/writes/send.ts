import {
  isMissionError,
  type MissionError,
} from '@mission-control/plugin-missions-common';
import type {
  BaseContext,
  ClusterResponse,
  KubernetesObject,
} from '@mission-control/plugin-missions-node';
import type { Location } from '../objects';

/** What every write needs from a context. */
export type WriteContext = Pick<
  BaseContext<unknown>,
  | 'cluster'
  | 'digest'
  | 'log'
  | 'mask'
  | 'run'
  | 'signal'
  | 'stepId'
  | 'writeRefusal'
>;

/** The field manager of a run's mission: it leads from the audit log to the mission. */
export function fieldManagerOf(ctx: Pick<WriteContext, 'run'>): string {
  return `missions:${ctx.run.missionName}`.slice(0, 128);
}

/** Options of one write. */
export interface SendOptions {
  readonly dryRun?: boolean;
  readonly force?: boolean;
}

/** Server-side apply of a whole object with strict field validation. 201: it was created. */
export async function sendApply(
  ctx: WriteContext,
  location: Location,
  object: KubernetesObject,
  options: SendOptions = {},
): Promise<ClusterResponse<KubernetesObject>> {
  return ctx.cluster.request<KubernetesObject>({
    method: 'PATCH',
    path: location.path,
    contentType: 'application/apply-patch+yaml',
    query: {
      fieldManager: fieldManagerOf(ctx),
      fieldValidation: 'Strict',
      force: options.force ?? false,
      dryRun: options.dryRun ? 'All' : undefined,
    },
    body: object,
    signal: ctx.signal,
  });
}

/** Content type of a patch. */
export const PatchType = {
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  json: 'application/json-patch+json',
} as const;
/** A key of {@link PatchType}. */
export type PatchType = keyof typeof PatchType;

/** A merge, strategic merge or JSON patch. */
export async function sendPatch(
  ctx: WriteContext,
  path: string,
  type: PatchType,
  patch: unknown,
  options: SendOptions = {},
): Promise<ClusterResponse<KubernetesObject>> {
  return ctx.cluster.request<KubernetesObject>({
    method: 'PATCH',
    path,
    contentType: PatchType[type],
    query: {
      fieldManager: fieldManagerOf(ctx),
      fieldValidation: 'Strict',
      dryRun: options.dryRun ? 'All' : undefined,
    },
    body: patch,
    signal: ctx.signal,
  });
}

/** Replaces an object; its resourceVersion is the precondition. */
export async function sendPut(
  ctx: WriteContext,
  location: Location,
  object: KubernetesObject,
  options: SendOptions = {},
): Promise<ClusterResponse<KubernetesObject>> {
  return ctx.cluster.request<KubernetesObject>({
    method: 'PUT',
    path: location.path,
    query: {
      fieldManager: fieldManagerOf(ctx),
      dryRun: options.dryRun ? 'All' : undefined,
    },
    body: object,
    signal: ctx.signal,
  });
}

/** Creates an object; 409 when it exists. */
export async function sendPost(
  ctx: WriteContext,
  location: Location,
  object: KubernetesObject,
  options: SendOptions = {},
): Promise<ClusterResponse<KubernetesObject>> {
  return ctx.cluster.request<KubernetesObject>({
    method: 'POST',
    path: location.collection,
    query: {
      fieldManager: fieldManagerOf(ctx),
      dryRun: options.dryRun ? 'All' : undefined,
    },
    body: object,
    signal: ctx.signal,
  });
}

/**
 * Deletes exactly this version of exactly this object, or tries that. An object
 * that is gone is no error: it answers undefined.
 */
export async function sendDelete(
  ctx: WriteContext,
  location: Location,
  live: KubernetesObject,
  options: Pick<SendOptions, 'dryRun'> = {},
): Promise<ClusterResponse | undefined> {
  try {
    return await ctx.cluster.request({
      method: 'DELETE',
      path: location.path,
      // The server heeds the body; the query tells all between that nothing is deleted.
      query: options.dryRun ? { dryRun: 'All' } : undefined,
      body: {
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        propagationPolicy: 'Background',
        preconditions: {
          uid: live.metadata?.uid,
          resourceVersion: live.metadata?.resourceVersion,
        },
        ...(options.dryRun ? { dryRun: ['All'] } : {}),
      },
      signal: ctx.signal,
    });
  } catch (error) {
    if (!isNotFound(error)) {
      throw error;
    }
    return undefined;
  }
}

/** Whether the API server said that the object does not exist. */
export function isNotFound(error: unknown): error is MissionError {
  return isMissionError(error) && error.code === 'KUBERNETES_NOT_FOUND';
}
