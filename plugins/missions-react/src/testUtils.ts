/**
 * A complete API mock and fixtures for tests of pages and widgets.
 *
 * @packageDocumentation
 */
export { createMissionsApiMock } from './testing/createMissionsApiMock';
export * from './testing/fixtures';
