import { canonicalQuantity, quantityValue } from './quantity';

describe('canonicalQuantity', () => {
  it.each([
    ['0.5', '500m'],
    ['1000m', '1'],
    ['1024Mi', '1Gi'],
    ['1.5Gi', '1536Mi'],
    ['1000', '1k'],
    ['0', '0'],
    ['100e3', '100k'],
    ['-0.5', '-500m'],
    ['2', '2'],
    ['nonsense', 'nonsense'],
  ])('writes %s as %s', (text, expected) => {
    expect(canonicalQuantity(text)).toBe(expected);
  });
});

describe('quantityValue', () => {
  it.each([
    ['500m', 0.5],
    ['1Gi', 1073741824],
    ['2k', 2000],
    [undefined, 0],
  ])('reads %s as %s', (text, expected) => {
    expect(quantityValue(text)).toBe(expected);
  });
});
