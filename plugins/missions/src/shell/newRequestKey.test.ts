import { newRequestKey } from './newRequestKey';

describe('newRequestKey', () => {
  const known = Object.getOwnPropertyDescriptor(crypto, 'randomUUID');

  beforeEach(() => {
    // As a browser has it on a page that came by plain HTTP.
    Object.defineProperty(crypto, 'randomUUID', {
      value: undefined,
      configurable: true,
    });
  });

  afterEach(() => {
    if (known) {
      Object.defineProperty(crypto, 'randomUUID', known);
    } else {
      Reflect.deleteProperty(crypto, 'randomUUID');
    }
  });

  it('is a random UUID, another one each time', () => {
    const keys = Array.from({ length: 200 }, newRequestKey);
    for (const key of keys) {
      expect(key).toMatch(
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      );
    }
    expect(new Set(keys).size).toBe(200);
  });
});
