import { createOnce } from './createOnce';

describe('createOnce', () => {
  it('makes what a key stands for once, also what is undefined', () => {
    const once = createOnce();
    const make = jest.fn(() => undefined);
    once('test:a', make);
    once('test:a', make);
    expect(make).toHaveBeenCalledTimes(1);
  });

  it('shares nothing between keys, nor with another plan', () => {
    const once = createOnce();
    const first = once('test:a', () => new Map());
    expect(once('test:b', () => new Map())).not.toBe(first);
    expect(createOnce()('test:a', () => new Map())).not.toBe(first);
    expect(once('test:a', () => new Map())).toBe(first);
  });
});
