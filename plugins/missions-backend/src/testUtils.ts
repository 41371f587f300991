/**
 * The engine without its plugin: for this repository's speed programs and
 * tests. Not published: `prepack` takes this entry out of the package.
 *
 * @packageDocumentation
 */
export { DefaultClusterRegistry, kubeconfigProvider } from './clusters';
export { Registry } from './registry';
export { Masker, Sealer } from './sealing';
export { Store, createRun, saveMissionVersion } from './store';
export type { FeedMessage, Lease, NewRun } from './store';
export { Worker } from './worker';
export type { ChildRunStarter, ClusterAccess } from './worker';
export { StepLogWriter, appendTo } from './worker/StepLogWriter';
