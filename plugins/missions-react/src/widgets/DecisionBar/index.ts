export { DecisionBar } from './DecisionBar';
export type { Decision, DecisionBarProps } from './DecisionBar';
