export { EngineGauges } from './EngineGauges';
export { QueueWatch } from './QueueWatch';
export { RunMeter } from './RunMeter';
