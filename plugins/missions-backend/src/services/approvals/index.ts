export type { ApprovalService } from './ApprovalService';
export { AuthorizedApprovalService } from './AuthorizedApprovalService';
export { DefaultApprovalService } from './DefaultApprovalService';
