import defaults from './generated/defaults.json';

type Presets = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * Values that the API server fills in when a field of a built-in type is
 * absent, by OpenAPI type and field, as recorded from a real server. What
 * depends on other fields (`dependent` in the record) is in `kinds/`.
 */
export const TYPE_DEFAULTS: Presets = defaults.types;

/** The same at one place of a kind only: by kind (`batch/v1/Job`) and path. */
export const KIND_DEFAULTS: Presets = defaults.kinds;
