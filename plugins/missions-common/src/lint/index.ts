export { lastAppliedIn } from './lastAppliedIn';
export { lintMission, lintRules } from './lintMission';
export type { LintOptions } from './lintMission';
export type {
  ActionFacts,
  CheckFacts,
  LintFinding,
  LintLevel,
  LintRule,
  LintSubject,
} from './rule';
