import { observe } from './observe';

const TYPES = {
  kinds: { 'v1/Thing': 'Thing' },
  types: {
    Thing: {
      properties: {
        metadata: {},
        parts: { items: { $ref: '#Part' } },
      },
    },
    Part: { properties: { name: {}, size: {}, address: {} } },
  },
};

describe('observe', () => {
  it('tells fields that were not sent, and who owns them, by type and place', () => {
    const sent = { metadata: { name: 'x' }, parts: [{ name: 'a' }] };
    const answer = {
      metadata: {
        name: 'x',
        managedFields: [
          {
            fieldsV1: {
              'f:parts': {
                'k:{"name":"a"}': { 'f:name': {}, 'f:size': {} },
              },
            },
          },
        ],
      },
      parts: [{ name: 'a', size: 1, address: '10.0.0.1' }],
    };
    const at = { kind: 'v1/Thing', type: 'Part' };
    expect(observe('v1/Thing', TYPES, sent, answer)).toEqual([
      { ...at, path: 'parts[].size', field: 'size', value: 1, owned: true },
      {
        ...at,
        path: 'parts[].address',
        field: 'address',
        value: '10.0.0.1',
        owned: false,
      },
    ]);
  });
});
