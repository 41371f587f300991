export { createApiClient } from './client';
export type {
  ApiClient,
  ApiClientOptions,
  ApiRequest,
  ApiResponse,
} from './client';
export { runScenario } from './scenario';
export type {
  Exchange,
  Exemption,
  Expect,
  Scenario,
  ScenarioApi,
} from './scenario';
export { CONFORMANCE } from './conformance';
export { TEST_CLUSTER_OBJECTS } from './testCluster';
export { compareTranscripts } from './transcript';
