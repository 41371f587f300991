import { inputFields } from './inputFields';

describe('inputFields', () => {
  it('names type, need and meaning of each property, in the order of the schema', () => {
    expect(
      inputFields({
        type: 'object',
        required: ['url'],
        properties: {
          url: { type: 'string', description: 'http: or\n  https:.' },
          from: { type: 'array', items: { type: 'string' } },
          rows: { type: 'array' },
          limit: { anyOf: [{ type: 'integer' }, { type: 'string' }] },
          both: { type: ['string', 'null'] },
          free: {},
        },
      }),
    ).toEqual([
      {
        name: 'url',
        type: 'string',
        required: true,
        description: 'http: or https:.',
      },
      { name: 'from', type: 'list of string', required: false },
      { name: 'rows', type: 'list of anything', required: false },
      { name: 'limit', type: 'integer or string', required: false },
      { name: 'both', type: 'string or null', required: false },
      { name: 'free', type: 'anything', required: false },
    ]);
  });

  it('quotes the values of an enumeration, also within a list', () => {
    const method = { enum: ['GET', 'HEAD'] };
    const schema = {
      properties: { method, all: { type: 'array', items: method } },
    };
    const types = inputFields(schema, value => `<${value}>`);
    expect(types.map(({ type }) => type)).toEqual([
      '<GET> or <HEAD>',
      'list of <GET> or <HEAD>',
    ]);
  });

  it('names nested properties by their way, after the one that holds them', () => {
    const rule = {
      type: 'object',
      required: ['verb'],
      properties: { verb: { const: 'get' } },
    };
    const fields = inputFields({
      properties: {
        expect: { type: 'object', properties: { status: { type: 'integer' } } },
        rules: { type: 'array', items: rule },
        either: { anyOf: [{ type: 'string' }, rule, rule] },
      },
    });
    expect(
      fields.map(({ name, type, required }) => [name, type, required]),
    ).toEqual([
      ['expect', 'object', false],
      ['expect.status', 'integer', false],
      ['rules', 'list of object', false],
      ['rules[].verb', 'get', true],
      ['either', 'string or object', false],
      ['either.verb', 'get', true],
    ]);
  });

  it('has no fields for a schema without properties', () => {
    expect(inputFields({ type: 'object' })).toEqual([]);
  });
});
