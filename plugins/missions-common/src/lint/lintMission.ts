import type { FoundProblem } from '../format/problem';
import type { MissionDefinition } from '../format/schema';
import type {
  ActionFacts,
  LintFinding,
  LintLevel,
  LintRule,
  LintSubject,
} from './rule';
import * as rules from './rules';

/** The rules in the order of the documentation. @public */
export const lintRules: readonly LintRule[] = Object.freeze([
  rules.noOutcomeCheck,
  rules.verifyCannotFail,
  rules.stepWithoutUndo,
  rules.unpinned,
  rules.shellString,
  rules.unusedParameter,
  rules.secretDefault,
  rules.sameObjectTwice,
  rules.generateName,
  rules.lastApplied,
  rules.childKnownLate,
  rules.hiddenCharacters,
]);

/** @public */
export interface LintOptions {
  /** Facts of the registered actions by id. */
  readonly actions?: ReadonlyMap<string, ActionFacts>;
  /** Default: draft for missions of that lifecycle, else strict. */
  readonly level?: LintLevel;
  /** The mission is what could be read of a broken file: rules may stumble. */
  readonly lenient?: boolean;
}

/** What the linter says about a mission. @public */
export function lintMission(
  mission: MissionDefinition,
  options: LintOptions = {},
): FoundProblem[] {
  const level =
    options.level ?? (mission.spec.lifecycle === 'draft' ? 'draft' : 'strict');
  const subject = { mission, actions: options.actions };
  return lintRules.flatMap(rule =>
    findings(rule, subject, options.lenient ?? false).map(
      (finding): FoundProblem => ({
        code: `lint/${rule.id}`,
        path: finding.path,
        atKey: finding.atKey,
        within: finding.within,
        ...messageOf(finding, level),
        remedy: finding.remedy ?? rule.remedy,
        severity: severityOf(finding, rule, level),
      }),
    ),
  );
}

function findings(
  rule: LintRule,
  subject: LintSubject,
  lenient: boolean,
): LintFinding[] {
  try {
    return rule.check(subject);
  } catch (error) {
    if (lenient) {
      return [];
    }
    throw error;
  }
}

function messageOf(finding: LintFinding, level: LintLevel) {
  return finding.pin && level === 'draft'
    ? { message: `Open point: ${finding.message}`, openPoint: true }
    : { message: finding.message };
}

function severityOf(finding: LintFinding, rule: LintRule, level: LintLevel) {
  return finding.pin && level === 'draft'
    ? 'warning'
    : finding.severity ?? rule.severity;
}
