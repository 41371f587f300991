import { median } from './median';
import { percentile } from './percentile';

describe('percentile', () => {
  it.each([
    [[7], 0.5, 7],
    [[3, 1, 2], 0.5, 2],
    [[4, 3, 2, 1], 0.5, 2],
    [[10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 0.95, 10],
    [[10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 0.9, 9],
    [[2, 10, 1], 0, 1],
    [[2, 10, 1], 1, 10],
  ])('takes of %j at %p the measured value %p', (samples, share, expected) => {
    expect(percentile(samples, share)).toBe(expected);
  });

  it('takes the 99th of a hundred, not the highest', () => {
    const samples = Array.from({ length: 100 }, (_, index) => index + 1);
    expect(percentile(samples, 0.99)).toBe(99);
  });

  it('leaves the samples in their order', () => {
    const samples = [3, 1, 2];
    percentile(samples, 0.5);
    expect(samples).toEqual([3, 1, 2]);
  });

  it('refuses an empty list and a share outside 0 to 1', () => {
    expect(() => percentile([], 0.5)).toThrow(
      'A percentile needs at least one sample',
    );
    expect(() => percentile([1], 95)).toThrow(
      'The share is 95; it lies between 0 and 1',
    );
  });
});

describe('median', () => {
  it.each([
    [[5], 5],
    [[9, 1, 5], 5],
    [[4, 1, 3, 2], 2.5],
    [[10, 9, 100], 10],
  ])('takes the middle of %j', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  it('refuses an empty list', () => {
    expect(() => median([])).toThrow('A median needs at least one value');
  });
});
