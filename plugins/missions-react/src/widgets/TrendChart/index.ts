export { TrendChart } from './TrendChart';
export type { TrendChartProps, TrendPoint } from './TrendChart';
