export {
  DURATION_PATTERN,
  durationSeconds,
  LONGEST_DURATION_SECONDS,
} from './duration';
export {
  formatExample,
  formatWords,
  parameterFormats,
} from './parameterFormats';
export type { ParameterFormat } from './parameterFormats';
export { ParameterType, parameterSchema } from './parameterSchema';
export type { MissionParameters, ParameterSchema } from './parameterSchema';
export { FindingSeverity } from './checkSchema';
export type { MissionCheckSpec, MissionOrbitCheck } from './checkSchema';
export type { MissionStep, MissionTimeout } from './stepSchema';
export { proofSources } from './proofSources';
export type { ProofSource } from './proofSources';
export {
  awaitedRoles,
  roleStepsOf,
  roleStepsOfOutcome,
  stepNeeds,
  stepsBefore,
} from './stepNeeds';
export type { RoleStep, StepNeeds } from './stepNeeds';
export {
  DEFAULT_APPROVAL_EXPIRY,
  MISSION_API_VERSION,
  MissionKind,
  missionSchema,
} from './schema';
export type {
  MissionApproval,
  MissionDefinition,
  MissionMetadata,
  MissionSchedule,
  MissionSpec,
  MissionTargets,
  MissionWave,
} from './schema';
export { missionVersion } from './missionVersion';
export { MAX_MISSION_BYTES } from './yamlSource';
export type { ParameterBound, ParameterFault } from './parameterFault';
export { parameterProblems, validateParameters } from './parameterValidation';
export type {
  ParameterProblem,
  ParameterValidation,
} from './parameterValidation';
export {
  SECRET_MASK,
  SHORTEST_SECRET,
  holdsSecret,
  maskSecrets,
  secretPaths,
  secretValues,
} from './secrets';
export { missionJsonSchema } from './jsonSchema';
export type { JsonSchema } from './jsonSchema';
export { parseDemoFixtures } from './demoFixtures';
export type {
  DemoFixture,
  DemoFixtureProblem,
  ParsedDemoFixtures,
} from './demoFixtures';
export { parseMission } from './parseMission';
export type { ParseMissionOptions, ParsedMission } from './parseMission';
export { pathText } from './problem';
export type {
  FoundProblem,
  MissionFileProblem,
  MissionProblemCode,
  ProblemPath,
} from './problem';
