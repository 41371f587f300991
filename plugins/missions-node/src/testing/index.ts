/**
 * A test kit for actions and checks: a bench for one step, an in-memory
 * journal, and a plain client for a simulated or real API server.
 *
 * @packageDocumentation
 */
export { ActionBench } from './ActionBench';
export type { ActionBenchOptions, BenchLine } from './ActionBench';
export { MemoryJournal, PlayedCrash } from './MemoryJournal';
export { createRawClient } from './createRawClient';
export type { RawClientOptions } from './createRawClient';
