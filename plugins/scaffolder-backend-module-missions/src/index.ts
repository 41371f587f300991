/**
 * Missions in software templates.
 *
 * @packageDocumentation
 */
export { createRunMissionAction } from './actions/runMission';
export type { RunMissionOptions } from './actions/runMission';
export {
  scaffolderModuleMissions,
  scaffolderModuleMissions as default,
} from './module';
