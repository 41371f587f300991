import {
  canonicalJson,
  KEY_ANNOTATION,
  type ObjectRef,
} from '@mission-control/plugin-missions-common';
import type {
  ClusterResponse,
  KubernetesObject,
} from '@mission-control/plugin-missions-node';
import {
  assertLastAppliedKept,
  isAtOrBelow,
  leavesOf,
  locate,
  maskObject,
  normalise,
  readAt,
  refOf,
  withoutStringData,
  type Location,
} from '../objects';
import { changeBetween, isAllocated, type Change } from './change';
import { deferralOf, type EarlierChange } from './deferral';
import { onLiveVersion } from './onLiveVersion';
import { autoscalerOf, otherOwner } from './owners';
import { sendApply, type WriteContext } from './send';
import { fieldConflictsOf, type FieldConflict } from './status';
import { formatPath, type Path } from '../objects/paths';

/** One object that a mission wants to be there. */
export interface ApplyRequest {
  readonly object: KubernetesObject;
  /** The explicit line that takes fields of this object over; without fields: all. */
  readonly takeOver?: { readonly fields?: readonly string[] };
}

/**
 * Plans one server-side apply: reads the live object (unless it was just
 * `seen`), lets the server apply it as a dry run, and says what would change
 * and who else owns it.
 */
export async function planApply(
  ctx: WriteContext,
  request: ApplyRequest,
  earlier: readonly EarlierChange[],
  seen?: KubernetesObject | null,
): Promise<Change> {
  const desired = withoutStringData(request.object);
  const ref = refOf(desired);
  const base: Change = {
    kind: 'create',
    object: ref,
    verb: 'apply',
    desired: maskObject(desired, ctx),
    digest: ctx.digest(canonicalJson(desired)),
  };
  const deferral = deferralOf(ref, earlier);
  if (deferral) {
    return {
      ...base,
      kind: 'deferred',
      deferredReason: deferral.reason,
      bounds: deferral.bounds,
    };
  }
  const location = await locate(ctx.cluster, ref);
  return onLiveVersion(ctx, {
    seen,
    read: () => readAt(ctx.cluster, location, ctx.signal),
    async compare(live) {
      if (live?.metadata?.deletionTimestamp) {
        return {
          ...base,
          kind: 'conflict',
          uid: live.metadata.uid,
          live: maskObject(normalise(live), ctx),
          conflictWith: 'its own deletion',
          note: `It is being deleted since ${live.metadata.deletionTimestamp}. An apply would be lost. Plan again when it is gone.`,
        };
      }
      const body = live ? onVersionOf(desired, live) : desired;
      const answer = await dryRun(ctx, location, body, request);
      return live
        ? planChange(ctx, request, { base, ref, live, ...answer })
        : planCreate(base, desired, answer.response);
    },
  });
}

interface DryRun {
  readonly response: ClusterResponse<KubernetesObject>;
  readonly conflicts: readonly FieldConflict[];
}

async function dryRun(
  ctx: WriteContext,
  location: Location,
  object: KubernetesObject,
  request: ApplyRequest,
): Promise<DryRun> {
  try {
    const response = await sendApply(ctx, location, object, { dryRun: true });
    return { response, conflicts: [] };
  } catch (error) {
    const conflicts = fieldConflictsOf(error);
    if (conflicts.length === 0) {
      throw error;
    }
    ctx.log.debug(
      `${request.object.kind}: ${conflicts.length} fields have other owners`,
    );
    const response = await sendApply(ctx, location, object, {
      dryRun: true,
      force: true,
    });
    return { response, conflicts };
  }
}

function planCreate(
  base: Change,
  desired: KubernetesObject,
  response: ClusterResponse<KubernetesObject>,
): Change {
  const asked = new Set(leavesOf(desired).map(leaf => formatPath(leaf.path)));
  const allocated = leavesOf(normalise(response.body))
    .map(leaf => formatPath(leaf.path))
    .filter(path => isAllocated(path) && !asked.has(path));
  return {
    ...base,
    ...(allocated.length > 0 ? { allocated } : {}),
    ...(response.warnings.length > 0 ? { warnings: response.warnings } : {}),
  };
}

async function planChange(
  ctx: WriteContext,
  request: ApplyRequest,
  planned: DryRun & { base: Change; ref: ObjectRef; live: KubernetesObject },
): Promise<Change> {
  const { base, ref, live, response, conflicts } = planned;
  assertLastAppliedKept(ref, live, response.body);
  const { paths, ...change } = changeBetween({
    ref,
    verb: 'apply',
    live,
    result: response.body,
    requested: leavesOf(normalise(request.object)).map(leaf => leaf.path),
    masking: ctx,
  });
  const warnings = [...response.warnings];
  const block = await blockOf(ctx, live, paths, conflicts, warnings);
  const merged: Change = {
    ...base,
    ...change,
    ...(warnings.length > 0 ? { warnings } : {}),
  };
  if (!block) {
    return merged;
  }
  if (coveredBy(request.takeOver, block.paths)) {
    return { ...merged, kind: 'change', takeOver: true, note: block.text };
  }
  return { ...merged, kind: 'conflict', conflictWith: block.text };
}

/** Who blocks a change and on which paths; undefined: nobody. */
export async function blockOf(
  ctx: WriteContext,
  live: KubernetesObject,
  paths: readonly Path[],
  conflicts: readonly FieldConflict[],
  warnings: string[],
): Promise<{ text: string; paths: string[] } | undefined> {
  if (conflicts.length > 0) {
    const names = [...new Set(conflicts.map(conflict => conflict.manager))];
    return {
      text: names
        .map(name => {
          const owned = conflicts
            .filter(conflict => conflict.manager === name)
            .map(conflict => conflict.path);
          return `${name} (${owned.join(', ')})`;
        })
        .join('; '),
      paths: conflicts.map(conflict => conflict.path),
    };
  }
  if (paths.length === 0) {
    return undefined;
  }
  const texts = paths.map(formatPath);
  const owner = otherOwner(live, paths);
  if (owner) {
    return { text: owner, paths: texts };
  }
  if (texts.includes('spec.replicas')) {
    const autoscaler = await autoscalerOf(ctx.cluster, live, ctx.signal);
    if (autoscaler.name) {
      return {
        text: `HorizontalPodAutoscaler ${autoscaler.name} (spec.replicas)`,
        paths: ['spec.replicas'],
      };
    }
    if (autoscaler.unknown) {
      warnings.push(
        `Whether an autoscaler sets spec.replicas is unknown: ${autoscaler.unknown}`,
      );
    }
  }
  return undefined;
}

function coveredBy(
  takeOver: ApplyRequest['takeOver'],
  paths: readonly string[],
): boolean {
  if (!takeOver) {
    return false;
  }
  const { fields } = takeOver;
  return (
    !fields ||
    paths.every(path => fields.some(field => isAtOrBelow(path, field)))
  );
}

/**
 * The object as it is sent to one that is there, with that very version as
 * precondition. One that carries a key of ours keeps it, because an apply
 * without it would take it away.
 */
export function onVersionOf(
  desired: KubernetesObject,
  live: KubernetesObject,
): KubernetesObject {
  const { uid, resourceVersion, annotations } = live.metadata!;
  const key = annotations?.[KEY_ANNOTATION];
  const carried = key ? withKey(desired, key) : desired;
  return {
    ...carried,
    metadata: { ...carried.metadata, uid, resourceVersion },
  };
}

/** The object with the idempotency key as annotation. */
export function withKey(
  desired: KubernetesObject,
  key: string,
): KubernetesObject {
  return {
    ...desired,
    metadata: {
      ...desired.metadata,
      annotations: { ...desired.metadata?.annotations, [KEY_ANNOTATION]: key },
    },
  };
}
