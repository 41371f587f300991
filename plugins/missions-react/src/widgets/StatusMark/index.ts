export { StatusIcon } from './StatusIcon';
export type { StatusIconProps } from './StatusIcon';
export { StatusMark } from './StatusMark';
export type { StatusMarkProps } from './StatusMark';
