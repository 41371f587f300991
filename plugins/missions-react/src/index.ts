/**
 * API ref, hooks and widgets of Mission Control for Backstage.
 *
 * @packageDocumentation
 */
export * from './api';
export * from './hooks';
export * from './state';
export * from './widgets';
