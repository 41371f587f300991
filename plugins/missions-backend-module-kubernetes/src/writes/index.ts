export { planApply } from './planApply';
export type { ApplyRequest } from './planApply';
export { applyWrite } from './applyWrite';
export { atOnce } from './atOnce';
export { checkWrites } from './checkWrites';
export { executeWrite } from './execute';
export type { GuardedWrite, Live, WriteResult } from './guardedWrite';
export { approvedChangeOf } from './approved';
export { proveWrite, readBack } from './prove';
export { collectProblems } from './problems';
export {
  changeBetween,
  declaredChanges,
  fieldChanges,
  isAllocated,
} from './change';
export type { Change } from './change';
export { onLiveVersion } from './onLiveVersion';
export { boundOf, deferralOf, deletedIn } from './deferral';
export type { EarlierChange } from './deferral';
export { differingPaths, driftOf, touchedPaths } from './drift';
export { autoscalerOf, otherOwner } from './owners';
export { blockOf } from './planApply';
export {
  fieldManagerOf,
  isNotFound,
  sendApply,
  sendDelete,
  sendPatch,
  sendPost,
  sendPut,
} from './send';
export type { PatchType, SendOptions, WriteContext } from './send';
export { isCertainRefusal, isPreconditionFailure, statusOf } from './status';
export { patchObject, planPatch } from './patchObject';
export type { PatchRequest } from './patchObject';
export { deleteWrite, planDelete } from './deleteWrite';
export type { DeleteRequest } from './deleteWrite';
export { plannedDespite } from './plannedDespite';
export { lossInPlan } from './loss';
export type { Loss } from './loss';
