/**
 * Contracts for modules of Mission Control: actions, checks, clusters.
 *
 * @packageDocumentation
 */
export * from './actions';
export * from './checks';
export * from './clusters';
export * from './extensions';
export * from './processes';
