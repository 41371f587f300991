export { describeMission } from './describeMission';
export type { MissionDescription, MissionLine } from './describeMission';
export { mergeTouches, stepTouches } from './touches';
export type { MissionTouch } from './touches';
