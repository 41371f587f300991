export { Pulse } from './Pulse';
export type { EnginePart, PartTrouble } from './Pulse';
