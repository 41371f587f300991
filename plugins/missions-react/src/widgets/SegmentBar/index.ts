export { SegmentBar } from './SegmentBar';
export type { Segment, SegmentBarProps } from './SegmentBar';
