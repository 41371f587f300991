export { HeatMap } from './HeatMap';
export type { HeatCell, HeatMapProps } from './HeatMap';
