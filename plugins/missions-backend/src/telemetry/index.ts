export { instruments } from './instruments';
export type {
  AttributesOf,
  Instrument,
  InstrumentName,
  NameOf,
} from './instruments';
export {
  currentTraceParent,
  isTraced,
  spanAttributes,
  withSpan,
} from './spans';
export type { OpenSpan, SpanFacts } from './spans';
export { Telemetry } from './Telemetry';
export type { GaugeReader } from './Telemetry';
