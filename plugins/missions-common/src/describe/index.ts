export { describeMission } from './describeMission';
export type { MissionDescription, MissionLine } from './describeMission';
export type { MissionTouch } from './touches';
