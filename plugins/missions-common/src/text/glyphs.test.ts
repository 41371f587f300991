import { glyphsOf } from './glyphs';

describe('glyphsOf', () => {
  it('sorts the marks of a letter', () => {
    expect(glyphsOf('a\u0301\u0323')).toBe(glyphsOf('a\u0323\u0301'));
  });

  it('sorts no more than 30 of them at once', () => {
    const marks = '\u0301'.repeat(30);
    expect(glyphsOf(`a${marks}\u0323`)).toBe(`a${marks}\u0323`);
  });
});
