import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type {
  Approval,
  ApprovalRequest,
  Delegation,
  DelegationRequest,
} from '@mission-control/plugin-missions-common';
import type { RunScope } from '../../permissions';

/** Requests to people, and their answers. */
export interface ApprovalService {
  /** Newest first, each with its run. */
  list(options: {
    readonly credentials: BackstageCredentials;
    readonly state?: readonly string[];
    /** Only those that the asking user may decide now. */
    readonly mine?: boolean;
    /** Only those that a rule approved, or only those that people were asked for. */
    readonly automatic?: boolean;
    /** Set by the authorized service: of which runs. */
    readonly runs?: RunScope;
  }): Promise<Approval[]>;
  /** Throws NOT_FOUND. */
  get(options: {
    readonly credentials: BackstageCredentials;
    readonly approvalId: string;
  }): Promise<Approval>;
  /**
   * Throws NOT_FOUND, PLAN_CHANGED (the hash is of an older plan),
   * APPROVAL_CLOSED (somebody was faster, or it expired), APPROVAL_NOT_YOURS.
   */
  decide(options: {
    readonly credentials: BackstageCredentials;
    readonly approvalId: string;
    readonly request: ApprovalRequest;
  }): Promise<Approval>;
  /**
   * Hands the asking user's own voice to another person or group. Throws
   * NOT_FOUND, APPROVAL_CLOSED, APPROVAL_NOT_YOURS, INPUT_INVALID.
   */
  delegate(options: {
    readonly credentials: BackstageCredentials;
    readonly approvalId: string;
    readonly request: DelegationRequest;
  }): Promise<Approval>;
  /** What the asking user handed over and has not ended, the newest first. */
  delegations(options: {
    readonly credentials: BackstageCredentials;
  }): Promise<Delegation[]>;
  /** Ends one of the asking user's own. Throws NOT_FOUND. */
  endDelegation(options: {
    readonly credentials: BackstageCredentials;
    readonly delegationId: string;
  }): Promise<void>;
}
