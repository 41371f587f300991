/** Free-form content: what is in it belongs to clusters, users and files, and stays. */
const FREE_FORM_FIELDS: ReadonlySet<string> = new Set([
  'after',
  'answered',
  'before',
  'content',
  'culprit',
  'data',
  'desired',
  'details',
  'examples',
  'input',
  'labels',
  'live',
  'output',
  'parameters',
  'spec',
  'written',
]);

/** Whether a field of an answer holds what the API does not look into. */
export function isFreeForm(field: string): boolean {
  return FREE_FORM_FIELDS.has(field);
}
