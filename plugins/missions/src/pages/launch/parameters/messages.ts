import type { ParameterType } from '@mission-control/plugin-missions-common';

const typeMessages = {
  string: 'It has to be a text.',
  integer: 'It has to be a whole number.',
  number: 'It has to be a number.',
  boolean: 'It has to be true or false.',
  array: 'It has to be a list.',
  object: 'It has to be an object.',
} as const satisfies Record<ParameterType, string>;

/** Words for the rule that a value breaks. */
export const faultMessages = {
  required: 'It is needed.',
  uniqueItems: 'It may not hold the same entry twice.',
  additionalProperties: 'The mission knows no {{name}}.',
  similar: 'The mission knows no {{name}}. Did you mean {{similar}}?',
  type: typeMessages,
  enum: 'It has to be one of {{options}}.',
  minLength_one: 'It needs at least {{count}} character; it has {{length}}.',
  minLength_other: 'It needs at least {{count}} characters; it has {{length}}.',
  maxLength_one: 'It may have at most {{count}} character; it has {{length}}.',
  maxLength_other:
    'It may have at most {{count}} characters; it has {{length}}.',
  minItems_one: 'It needs at least {{count}} entry; it has {{length}}.',
  minItems_other: 'It needs at least {{count}} entries; it has {{length}}.',
  maxItems_one: 'It may have at most {{count}} entry; it has {{length}}.',
  maxItems_other: 'It may have at most {{count}} entries; it has {{length}}.',
  minimum: 'It has to be at least {{limit}}.',
  maximum: 'It may be at most {{limit}}.',
  exclusiveMinimum: 'It has to be more than {{limit}}.',
  exclusiveMaximum: 'It has to be less than {{limit}}.',
  multipleOf: 'It has to be a multiple of {{limit}}.',
  pattern: 'It has to match {{pattern}}.',
  slowPattern:
    'It could not be compared with {{pattern}} in time: the mission needs a simpler pattern.',
  format: 'It has to be {{format}}.',
  depth: 'It may be nested {{limit}} levels deep.',
} as const;
