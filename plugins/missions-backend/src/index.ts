/**
 * The engine of Mission Control and its API.
 *
 * @packageDocumentation
 */
export { missionsPlugin, missionsPlugin as default } from './plugin';
