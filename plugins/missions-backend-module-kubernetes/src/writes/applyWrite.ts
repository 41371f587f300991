import {
  canonicalJson,
  KEY_ANNOTATION,
  MissionError,
  nameOfObject,
} from '@mission-control/plugin-missions-common';
import type {
  KubernetesObject,
  RunContext,
} from '@mission-control/plugin-missions-node';
import {
  applyEntryOf,
  getAt,
  leavesOf,
  locate,
  managedFieldsOf,
  refOf,
  sameJson,
  withoutStringData,
  type Location,
} from '../objects';
import type { GuardedWrite } from './guardedWrite';
import {
  onVersionOf,
  planApply,
  withKey,
  type ApplyRequest,
} from './planApply';
import { fieldManagerOf, sendApply } from './send';

/** The write that applies an object. */
export function applyWrite(
  ctx: RunContext<unknown>,
  request: ApplyRequest,
  options: { irreversible?: string } = {},
): GuardedWrite {
  const desired = withoutStringData(request.object);
  const ref = refOf(desired);
  return {
    ref,
    verb: 'apply',
    loss: async () => ({ certain: options.irreversible }),
    digest: ctx.digest(canonicalJson(desired)),
    dryRuns: true,
    replan: (live, earlier) => planApply(ctx, request, earlier, live),
    happened: (live, prior) => happened(ctx, desired, live, prior),
    async send(live, approved) {
      const location = await locate(ctx.cluster, ref);
      return live
        ? update(ctx, location, desired, live, approved.takeOver === true)
        : create(ctx, location, desired);
    },
  };
}

async function update(
  ctx: RunContext<unknown>,
  location: Location,
  desired: KubernetesObject,
  live: KubernetesObject,
  force: boolean,
): Promise<KubernetesObject> {
  const body = onVersionOf(desired, live);
  return (await sendApply(ctx, location, body, { force })).body;
}

/**
 * @remarks Nothing makes an apply fail when the object exists meanwhile; the
 * status tells. Then we step back: an empty apply takes away exactly what this
 * apply, which was not forced, had set.
 */
async function create(
  ctx: RunContext<unknown>,
  location: Location,
  desired: KubernetesObject,
): Promise<KubernetesObject> {
  const body = withKey(desired, ctx.idempotencyKey);
  const answer = await sendApply(ctx, location, body);
  const isOurs = answer.status === 201 || createdByUs(ctx, answer.body);
  if (!isOurs) {
    const { apiVersion, kind, metadata } = desired;
    await sendApply(ctx, location, {
      apiVersion,
      kind,
      metadata: { name: metadata?.name, namespace: metadata?.namespace },
    });
    throw new MissionError(
      'KUBERNETES_CONFLICT',
      `${nameOfObject(
        refOf(desired),
      )} was created by somebody else at the same moment`,
    );
  }
  return answer.body;
}

/** An object in which nobody but us and controllers has ever set a field, with our key. */
function createdByUs(ctx: RunContext<unknown>, live: KubernetesObject) {
  return (
    live.metadata?.annotations?.[KEY_ANNOTATION] === ctx.idempotencyKey &&
    !managedFieldsOf(live).some(
      entry =>
        !entry.subresource &&
        entry.manager !== fieldManagerOf(ctx) &&
        !/^kube-/.test(entry.manager ?? '') &&
        Object.keys(entry.fieldsV1 ?? {}).some(key => key !== 'f:metadata'),
    )
  );
}

function happened(
  ctx: RunContext<unknown>,
  desired: KubernetesObject,
  live: KubernetesObject | null,
  prior: KubernetesObject | null,
): boolean {
  if (!live) {
    return false;
  }
  if (!prior) {
    return createdByUs(ctx, live);
  }
  if (
    live.metadata?.uid !== prior.metadata?.uid ||
    live.metadata?.resourceVersion === prior.metadata?.resourceVersion
  ) {
    return false;
  }
  const manager = fieldManagerOf(ctx);
  const isNew = !sameJson(
    applyEntryOf(live, manager),
    applyEntryOf(prior, manager),
  );
  return (
    isNew ||
    leavesOf(desired).every(leaf =>
      sameJson(getAt(live, leaf.path), leaf.value),
    )
  );
}
