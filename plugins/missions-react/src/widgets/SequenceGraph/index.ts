export { SequenceGraph } from './SequenceGraph';
export type {
  GraphItem,
  GraphNode,
  GraphWave,
  SequenceGraphProps,
} from './SequenceGraph';
