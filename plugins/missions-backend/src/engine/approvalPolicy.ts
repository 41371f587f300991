import {
  type ApprovalPolicy,
  type MissionApproval,
  type PlanSummary,
  durationSeconds,
  personName,
} from '@mission-control/plugin-missions-common';
import type { EngineRules } from './rules';

const DEFAULT_EXPIRY_SECONDS = 86_400;

/** Policy of a run's approvals, with the defaults of the format. */
export function approvalPolicyOf(
  approval: MissionApproval | undefined,
): ApprovalPolicy {
  return {
    count: approval?.count ?? 1,
    from: [...(approval?.from ?? [])],
    notStarter: approval?.notStarter ?? false,
  };
}

/** When an approval that is opened now expires. */
export function approvalExpiry(
  approval: MissionApproval | undefined,
  now: Date,
): Date {
  const seconds =
    (approval?.expires && durationSeconds(approval.expires)) ||
    DEFAULT_EXPIRY_SECONDS;
  return new Date(now.getTime() + seconds * 1000);
}

/** Whether a plan changes nothing. */
export function isEmptyPlan(summary: PlanSummary): boolean {
  return (
    summary.create +
      summary.change +
      summary.delete +
      summary.deferred +
      summary.conflict +
      summary.irreversible ===
    0
  );
}

/**
 * The rule that approves by itself, or undefined when people have to. It takes
 * the mission's wish and a configured rule. A mission that asks for no approval
 * wishes it for plans that change nothing: there is nothing to agree to.
 */
export function automaticRule(options: {
  approval: MissionApproval | undefined;
  summaries: readonly PlanSummary[];
  demo: boolean;
  rules: EngineRules;
}): string | undefined {
  const { approval, summaries, demo, rules } = options;
  const empty = summaries.every(isEmptyPlan);
  const wished = approval ? approval.policy === 'automatic' : empty;
  if (!wished) {
    return undefined;
  }
  if (empty && rules.automatic.emptyPlans) {
    return 'missions.approval.automatic.emptyPlans: the plan changes nothing';
  }
  if (demo && rules.automatic.demo) {
    return 'missions.approval.automatic.demo: only demo clusters are changed';
  }
  return undefined;
}

/** Who wants to decide. */
export interface Decider {
  /** Entity ref of the person. */
  readonly by: string;
  /** Refs of the person and of all groups that the person is in. */
  readonly ownershipRefs: readonly string[];
}

/** A voice that an approver handed to another person or group. */
export interface Delegation {
  readonly by: string;
  /** Who that person was then: own ref and groups. */
  readonly byRefs: readonly string[];
  readonly to: string;
}

/** What was said already, and in whose place. */
export interface Voice {
  readonly by: string;
  readonly for?: string;
}

/** Why a person may not decide under a policy, or undefined when allowed. */
export function whyMayNotDecide(options: {
  policy: ApprovalPolicy;
  initiator: string;
  decider: Decider;
  delegations?: readonly Delegation[];
  decisions?: readonly Voice[];
}): string | undefined {
  const voice = voiceOf(options);
  return 'refusal' in voice ? voice.refusal : undefined;
}

/**
 * With whose voice a person decides: the own one, else one that was handed
 * over. Each voice counts once, whoever uses it first, and nobody has two.
 */
export function voiceOf(options: {
  policy: ApprovalPolicy;
  initiator: string;
  decider: Decider;
  delegations?: readonly Delegation[];
  decisions?: readonly Voice[];
}): { readonly for?: string } | { readonly refusal: string } {
  const { policy, initiator, decider } = options;
  const { delegations = [], decisions = [] } = options;
  if (policy.notStarter && decider.by === initiator) {
    return { refusal: 'Who started the run may not approve it' };
  }
  const refs = [decider.by, ...decider.ownershipRefs];
  const used = decisions.find(item => item.for === decider.by);
  if (used) {
    return { refusal: `${personName(used.by)} decided in your place already` };
  }
  if (isAsked(policy, refs)) {
    return {};
  }
  const mine = delegations.filter(
    ({ by, byRefs, to }) =>
      refs.includes(to) &&
      isAsked(policy, byRefs) &&
      !(policy.notStarter && by === initiator),
  );
  const free = mine.find(
    ({ by }) => !decisions.some(item => (item.for ?? item.by) === by),
  );
  if (free) {
    return { for: free.by };
  }
  return {
    refusal:
      mine.length > 0
        ? `${personName(
            mine[0].by,
          )}, who handed it to you, has decided, or somebody in that place`
        : `Only ${policy.from.join(', ')} may decide`,
  };
}

function isAsked({ from }: ApprovalPolicy, refs: readonly string[]): boolean {
  return from.length === 0 || from.some(ref => refs.includes(ref));
}

/** What the decisions so far make of an approval. */
export function tallyDecisions(
  policy: ApprovalPolicy,
  decisions: readonly { decision: 'approve' | 'reject' }[],
): 'enough_approve' | 'one_rejects' | undefined {
  if (decisions.some(item => item.decision === 'reject')) {
    return 'one_rejects';
  }
  return decisions.length >= policy.count ? 'enough_approve' : undefined;
}
