export { lintMission, lintRules } from './lintMission';
export type { LintOptions } from './lintMission';
export type {
  ActionFacts,
  LintFinding,
  LintLevel,
  LintRule,
  LintSubject,
} from './rule';
