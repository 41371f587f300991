export { comparePlans } from './comparePlans';
export type { ComparedPlan, PlanDifference } from './comparePlans';
export { fieldDiff } from './fieldDiff';
export type { FieldDiffOptions } from './fieldDiff';
export { runPlanHash, targetPlanHash } from './planHash';
export type { PlanFacts } from './planHash';
export { isEmptyPlan, planSummary } from './planSummary';
export {
  type PlanExportFacts,
  planToMarkdown,
} from './markdown/planToMarkdown';
export type { WaitingChanges } from './markdown/waitingMarkdown';
