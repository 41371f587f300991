export { LogPane } from './LogPane';
export type { LogPaneProps } from './LogPane';
