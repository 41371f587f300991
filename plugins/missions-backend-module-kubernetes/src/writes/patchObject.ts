import {
  canonicalJson,
  type ObjectRef,
  nameOfObject,
} from '@mission-control/plugin-missions-common';
import type {
  KubernetesObject,
  RunContext,
} from '@mission-control/plugin-missions-node';
import {
  assertLastAppliedKept,
  isRecord,
  lastAppliedOf,
  locate,
  managedFieldsOf,
  readAt,
  sameJson,
} from '../objects';
import { MissionError } from '@mission-control/plugin-missions-common';
import { changeBetween, type Change } from './change';
import { deferralOf, type EarlierChange } from './deferral';
import { executeWrite } from './execute';
import type { Live, WriteResult } from './guardedWrite';
import { onLiveVersion } from './onLiveVersion';
import { blockOf } from './planApply';
import {
  fieldManagerOf,
  sendPatch,
  type PatchType,
  type WriteContext,
} from './send';

/** A patch of one object that exists. */
export interface PatchRequest {
  readonly ref: ObjectRef;
  readonly type: PatchType;
  readonly patch: unknown;
  /** Word for plan and journal: patch, scale, restart. */
  readonly verb: string;
  /** Changes fields although somebody else manages them. */
  readonly takeOver?: boolean;
  readonly irreversible?: string;
}

/**
 * Plans a patch by a dry run on the live object, which is read unless it was
 * just `seen`. Throws KUBERNETES_NOT_FOUND without the object, and
 * ACTION_INPUT_INVALID when it would change what kubectl remembers.
 */
export async function planPatch(
  ctx: WriteContext,
  request: PatchRequest,
  earlier: readonly EarlierChange[],
  seen?: Live,
): Promise<Change> {
  const { ref, verb, irreversible } = request;
  const common = {
    object: ref,
    verb,
    digest: digestOf(ctx, request),
    ...(irreversible ? { irreversible } : {}),
  };
  const deferral = deferralOf(ref, earlier);
  if (deferral) {
    return {
      ...common,
      kind: 'deferred',
      desired: ctx.mask({ patch: request.patch }) as Record<string, unknown>,
      deferredReason: deferral.reason,
      bounds: deferral.bounds.map(bound =>
        bound.replace(/^create /, 'change '),
      ),
    };
  }
  const { live, answer } = await dryRun(ctx, request, seen);
  const { paths, ...change } = changeBetween({
    ref,
    verb,
    live,
    result: answer.body,
    requested: [],
    masking: ctx,
  });
  const warnings = [...answer.warnings];
  const block = await blockOf(ctx, live, paths, [], warnings);
  const merged: Change = {
    ...common,
    ...change,
    ...(warnings.length > 0 ? { warnings } : {}),
  };
  if (!block) {
    return merged;
  }
  return request.takeOver
    ? { ...merged, takeOver: true, note: block.text }
    : { ...merged, kind: 'conflict', conflictWith: block.text };
}

/** What a patch makes of the live object. */
async function dryRun(
  ctx: WriteContext,
  { ref, type, patch }: PatchRequest,
  seen: Live | undefined,
) {
  const location = await locate(ctx.cluster, ref);
  return onLiveVersion(ctx, {
    seen,
    read: () => readAt(ctx.cluster, location, ctx.signal),
    async compare(live) {
      if (!live) {
        throw new MissionError(
          'KUBERNETES_NOT_FOUND',
          `${nameOfObject(ref)} does not exist, so it cannot be patched`,
          { object: ref },
        );
      }
      const fenced = withVersion(patch, live);
      const answer = await sendPatch(ctx, location.path, type, fenced, {
        dryRun: true,
      });
      assertLastAppliedKept(ref, live, answer.body);
      return { live, answer };
    },
  });
}

/** Patches one object as the approved plan says; see {@link executeWrite}. */
export async function patchObject(
  ctx: RunContext<unknown>,
  request: PatchRequest,
): Promise<WriteResult> {
  const { ref, verb, irreversible } = request;
  return executeWrite(ctx, {
    ref,
    verb,
    loss: async () => ({ certain: irreversible }),
    digest: digestOf(ctx, request),
    replan: (live, earlier) => planPatch(ctx, request, earlier, live),
    happened: (live, prior) => wroteSince(ctx, live, prior),
    async refuse(live) {
      // kubectl may have applied since the plan, and nobody else can restore that.
      if (lastAppliedOf(live) !== undefined) {
        await dryRun(ctx, request, live);
      }
      return undefined;
    },
    async send(live) {
      const location = await locate(ctx.cluster, ref);
      const fenced = withVersion(request.patch, live!);
      return (await sendPatch(ctx, location.path, request.type, fenced)).body;
    },
  });
}

function digestOf(ctx: WriteContext, request: PatchRequest): string {
  return ctx.digest(canonicalJson({ [request.type]: request.patch }));
}

/** The patch with the version as precondition: another version answers 409. */
function withVersion(asked: unknown, live: KubernetesObject): unknown {
  const resourceVersion = live.metadata?.resourceVersion;
  if (Array.isArray(asked)) {
    return [
      ...asked,
      {
        op: 'replace',
        path: '/metadata/resourceVersion',
        value: resourceVersion,
      },
    ];
  }
  const patch = isRecord(asked) ? asked : {};
  return { ...patch, metadata: { ...patch.metadata, resourceVersion } };
}

/** Whether our manager has written since a state: its entries tell. */
export function wroteSince(
  ctx: Pick<WriteContext, 'run'>,
  live: KubernetesObject | null,
  prior: KubernetesObject | null,
): boolean {
  if (!live || !prior || live.metadata?.uid !== prior.metadata?.uid) {
    return false;
  }
  const manager = fieldManagerOf(ctx);
  const ours = (object: KubernetesObject) =>
    managedFieldsOf(object).filter(entry => entry.manager === manager);
  return !sameJson(ours(live), ours(prior));
}
