export { describeMission } from './describeMission';
export type { MissionDescription, MissionLine } from './describeMission';
export { inputFields } from './inputFields';
export type { InputField } from './inputFields';
export { checkTouches, mergeTouches, stepTouches } from './touches';
export type { MissionTouch } from './MissionTouch';
export { missionReferences } from './missionReferences';
export type { MissionReference } from './missionReferences';
