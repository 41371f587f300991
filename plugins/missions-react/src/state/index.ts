export { Tone } from './tone';
export type { StateMeta } from './tone';
export {
  approvalStateMeta,
  checkStatusMeta,
  findingStatusMeta,
  fitnessMeta,
  orbitStateMeta,
  runStateMeta,
  severityMeta,
  stepStateMeta,
} from './stateMeta';
