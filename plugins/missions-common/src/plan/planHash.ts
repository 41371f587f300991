import type { PlannedChange, TargetPlan } from '../schema/openapi';
import { contentHash } from '../canonical';
import {
  withoutAnnotations,
  withoutServerFields,
} from '../equality/declaredPart';
import { excludedAnnotations } from '../equality/exclusions';

/** What a target's hash covers beside its changes. @public */
export interface PlanFacts {
  missionVersion: string;
  /** Parameters; secrets as HMAC, never as they are. */
  parameters: Record<string, unknown>;
  /** UID of kube-system; undefined for a target without a cluster. */
  clusterUid?: string;
}

/**
 * The hash that people approve for one target.
 *
 * In it: desired objects (their HMAC where they hold secrets), verb, uid or
 * absence, live value and manager of every field that the plan sets or
 * removes, takeovers, bounds of what is deferred, what is irreversible,
 * outputs of reads, cluster UID, mission version, parameters.
 *
 * Not in it: status, resourceVersion, the time, warnings, notes, and what the
 * server allocates (cluster IP, node port); those are shown only.
 * @public
 */
export function targetPlanHash(
  plan: Pick<TargetPlan, 'targetId' | 'changes' | 'reads'>,
  facts: PlanFacts,
): string {
  return contentHash({
    target: plan.targetId,
    facts,
    changes: plan.changes.map(hashedChange),
    reads: plan.reads.map(hashedRead),
  });
}

/** The hash of a run: over its targets' hashes, whatever their order. @public */
export function runPlanHash(targetHashes: readonly string[]): string {
  return contentHash([...targetHashes].sort());
}

/** What the hash covers of a read. */
export function hashedRead(read: TargetPlan['reads'][number]) {
  const { stepId, action, output } = read;
  return { stepId, action, output: output ?? null };
}

/** What the hash covers of a change. */
export function hashedChange(change: PlannedChange) {
  return {
    stepId: change.stepId,
    kind: change.kind,
    verb: change.verb ?? null,
    object: change.object,
    uid: change.uid ?? null,
    desired: change.digest ?? withoutServerFacts(change.desired),
    fields: (change.fields ?? []).map(({ path, before, after, owner }) => ({
      path,
      before: before ?? null,
      after: after ?? null,
      owner: owner ?? null,
    })),
    conflictWith: change.conflictWith ?? null,
    takeOver: change.takeOver ?? false,
    irreversible: change.irreversible ?? null,
    bounds: change.bounds ?? null,
  };
}

/**
 * Desired objects come without them; a careless action must not break the
 * hash. What kubectl remembers stays in it: a mission that sets it writes it.
 */
function withoutServerFacts(desired: PlannedChange['desired']) {
  if (!desired) {
    return null;
  }
  const { metadata, ...rest } = withoutServerFields(desired);
  return {
    ...rest,
    metadata: withoutAnnotations(metadata, Object.keys(excludedAnnotations)),
  };
}
