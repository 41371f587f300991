/**
 * The pages of Mission Control. Portals of the new frontend system install
 * `./alpha`; this entry is for the legacy system, and the texts are for both.
 *
 * @packageDocumentation
 */
export { EntityMissionsContent, missionsPlugin, MissionsPage } from './plugin';
export { rootRouteRef } from './routes';
export { missionsTranslationRef } from './translation';
