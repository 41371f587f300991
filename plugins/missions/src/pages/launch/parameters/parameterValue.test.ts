import type { ParameterRow } from '../../mission/parameterRows';
import { valueOf } from './parameterValue';

const list = (more: Partial<ParameterRow> = {}) =>
  ({
    name: 'hosts',
    type: 'array',
    itemType: 'string',
    ...more,
  } as ParameterRow);

describe('valueOf', () => {
  it.each<[string, ParameterRow, string, unknown]>([
    ['the lines of a list', list(), 'a\n\n b \n', ['a', ' b ']],
    ['its numbers', list({ itemType: 'integer' }), '1\n2', [1, 2]],
    ['none of an emptied list', list(), ' \n', undefined],
    [
      'an empty list of an emptied one that has a default',
      list({ defaultValue: ['a'] }),
      '',
      [],
    ],
    ['none of an emptied text', list({ type: 'string' }), '', undefined],
    ['a text that is no JSON yet', list({ type: 'object' }), '{"a', '{"a'],
    ['the JSON of a structure', list({ type: 'object' }), '{"a":1}', { a: 1 }],
  ])('takes %s', (_what, row, text, value) => {
    expect(valueOf(row, text)).toEqual(value);
  });
});
