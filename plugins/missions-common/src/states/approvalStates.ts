/** States of an approval. @public */
export const ApprovalState = {
  open: 'open',
  approved: 'approved',
  rejected: 'rejected',
  expired: 'expired',
  superseded: 'superseded',
} as const;
/** @public */
export type ApprovalState = (typeof ApprovalState)[keyof typeof ApprovalState];

/** What can happen to an approval. @public */
export const ApprovalEvent = {
  enoughApprove: 'enough_approve',
  oneRejects: 'one_rejects',
  timeIsUp: 'time_is_up',
  planChanged: 'plan_changed',
} as const;
/** @public */
export type ApprovalEvent = (typeof ApprovalEvent)[keyof typeof ApprovalEvent];

type Row = Partial<Record<ApprovalEvent, ApprovalState>>;

/** state × event → state; an expiry rejects. @public */
export const approvalTransitions = {
  open: {
    enough_approve: 'approved',
    one_rejects: 'rejected',
    time_is_up: 'expired',
    plan_changed: 'superseded',
  },
  approved: {},
  rejected: {},
  expired: {},
  superseded: {},
} as const satisfies Record<ApprovalState, Row>;

/** The state after an event, or undefined when the table refuses it. @public */
export function nextApprovalState(
  state: ApprovalState,
  event: ApprovalEvent,
): ApprovalState | undefined {
  return (approvalTransitions[state] as Row)[event];
}
