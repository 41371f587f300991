import defaults from './generated/typeDefaults.json';

/**
 * Values that the API server fills in when a field of a built-in type is
 * absent, by OpenAPI type and field. Defaults that depend on other fields are
 * in `kinds/`. The table is data so that it can be recorded from a live server.
 */
export const TYPE_DEFAULTS: Readonly<
  Record<string, Readonly<Record<string, unknown>>>
> = defaults;
