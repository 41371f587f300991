export { PlanView } from './PlanView';
export type { PlanViewProps } from './PlanView';
export { PlanSummaryLine } from './PlanSummaryLine';
export type { PlanSummaryLineProps } from './PlanSummaryLine';
export { changeMeta, countChanges, objectName } from './planWords';
export { toYaml } from './toYaml';
