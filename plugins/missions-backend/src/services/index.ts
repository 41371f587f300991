export { userProfiles } from './userProfiles';
export { DefaultUserResolver } from './AskingUser';
export type { AskingUser, UserResolver } from './AskingUser';
export { createServices } from './createServices';
export { readEngineRules } from './readEngineRules';
