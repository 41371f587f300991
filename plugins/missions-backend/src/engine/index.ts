export { defaultRules } from './rules';
export type { EngineRules } from './rules';
export { assignWaves, releaseWaves } from './waves';
export type { WaveTarget } from './waves';
export { isBudgetSpent } from './budget';
export {
  approvalExpiry,
  approvalPolicyOf,
  automaticRule,
  tallyDecisions,
  whyMayNotDecide,
} from './approvalPolicy';
export type { Decider } from './approvalPolicy';
export { outcomeSentence } from './outcome';
export { coordinate, runStateOf } from './coordinate';
export type {
  CoordinatedRun,
  CoordinatedTarget,
  Coordination,
  CoordinationInput,
  OpenApproval,
} from './coordinate';
