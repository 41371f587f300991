export { createMissionCheck } from './createMissionCheck';
export type {
  CheckOutcome,
  FindingInput,
  MissionCheck,
} from './createMissionCheck';
