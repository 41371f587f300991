export { Tone } from './tone';
export type { StateMeta } from './tone';
export {
  approvalStateMeta,
  checkStatusMeta,
  findingStatusMeta,
  fitnessMeta,
  orbitOutcomeMeta,
  orbitStateMeta,
  runStateMeta,
  severityMeta,
  stepStateMeta,
} from './stateMeta';
