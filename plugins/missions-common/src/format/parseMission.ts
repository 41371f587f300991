import { lintMission } from '../lint/lintMission';
import type { ActionFacts, CheckFacts, LintLevel } from '../lint/rule';
import { demoParameterProblems } from './demoRules';
import { expressionProblems } from './expressionRules';
import { inputProblems, type KnownInputs } from './inputRules';
import { lenientMission } from './lenient';
import { parameterDeclarationProblems } from './parameterRules';
import {
  pathText,
  type FoundProblem,
  type MissionFileProblem,
} from './problem';
import { missionSchema, type MissionDefinition } from './schema';
import { RefusedParts } from './refusedParts';
import { schemaKeysAt } from './schemaKeys';
import { schemaProblems } from './schemaProblems';
import { structureProblems } from './structure';
import { readYaml, type Place } from './yamlSource';

/** Problems of one file that are listed. */
const MAX_PROBLEMS = 200;

/** What is known about the instance that reads a mission. @public */
export interface ParseMissionOptions {
  /** Where the text comes from, for people: a file or an address. */
  readonly location: string;
  /** Name of the configured source. */
  readonly source: string;
  /** Registered actions by id; without them actions are not looked up. */
  readonly knownActions?: ReadonlyMap<string, ActionFacts>;
  /** Registered checks, ids or facts by id; without them checks are not looked up. */
  readonly knownChecks?: ReadonlySet<string> | ReadonlyMap<string, CheckFacts>;
  /** How strict the linter is; default: by `spec.lifecycle`. */
  readonly level?: LintLevel;
}

/** @public */
export interface ParsedMission {
  /** Present when there is no problem of severity error. */
  readonly mission?: MissionDefinition;
  /** All problems of the file, in the order of its lines. */
  readonly problems: MissionFileProblem[];
}

/**
 * Reads a mission file: YAML, schema, references, expressions, linter; all
 * problems at once, each with code, place and remedy. Never throws for bad
 * content.
 * @public
 */
export function parseMission(
  text: string,
  options: ParseMissionOptions,
): ParsedMission {
  const yaml = readYaml(text);
  if (yaml.value === undefined || yaml.problems.length > 0) {
    return finish(yaml.problems, yaml.locate, options);
  }
  const parsed = missionSchema.safeParse(yaml.value);
  const issues = parsed.error?.issues ?? [];
  const refused = new RefusedParts(issues, yaml.value);
  const mission = parsed.success
    ? parsed.data
    : lenientMission(yaml.value, refused);
  const known = {
    actions: options.knownActions && new Set(options.knownActions.keys()),
    checks: options.knownChecks && new Set(options.knownChecks.keys()),
  };
  const problems: FoundProblem[] = [
    ...schemaProblems(issues, yaml.value, schemaKeysAt),
    ...structureProblems(mission, known, refused),
    ...parameterDeclarationProblems(mission, refused),
    ...demoParameterProblems(mission, refused),
    ...expressionProblems(mission),
    ...inputProblems(mission, inputFactsOf(options)),
    ...lintMission(mission, {
      actions: options.knownActions,
      level: options.level,
      lenient: !parsed.success,
    }),
  ];
  const result = finish(problems, yaml.locate, options, nameOf(mission));
  const ok = !result.problems.some(problem => problem.severity === 'error');
  return ok && parsed.success ? { mission: parsed.data, ...result } : result;
}

function inputFactsOf({
  knownActions,
  knownChecks,
}: ParseMissionOptions): KnownInputs {
  return {
    actions: id => knownActions?.get(id),
    checks: id =>
      knownChecks && 'get' in knownChecks ? knownChecks.get(id) : undefined,
  };
}

function nameOf(mission: MissionDefinition): string | undefined {
  const { name } = mission.metadata;
  return typeof name === 'string' ? name : undefined;
}

function finish(
  found: readonly (FoundProblem & { place?: Place })[],
  locate: (problem: FoundProblem) => Place,
  { source, location }: ParseMissionOptions,
  name?: string,
): { problems: MissionFileProblem[] } {
  const problems = found.map((problem): MissionFileProblem => {
    const path = pathText(problem.path);
    return {
      source,
      location,
      ...(name && { missionRef: `${source}/${name}` }),
      code: problem.code,
      severity: problem.severity ?? 'error',
      message: problem.message,
      ...(problem.remedy && { remedy: problem.remedy }),
      ...(problem.openPoint && { openPoint: true }),
      ...(problem.place ?? locate(problem)),
      ...(path && { path }),
    };
  });
  problems.sort(
    (a, b) =>
      (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
  );
  return { problems: problems.slice(0, MAX_PROBLEMS) };
}
