export { lastAppliedIn } from './lastAppliedIn';
export { lintMission, lintRules } from './lintMission';
export type { LintOptions } from './lintMission';
export type {
  ActionFacts,
  CheckFacts,
  InputFacts,
  InputFault,
  LintFinding,
  LintLevel,
  LintRule,
  LintSubject,
} from './rule';
