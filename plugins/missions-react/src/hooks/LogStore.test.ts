import type { LogLine } from '@mission-control/plugin-missions-common';
import { LogStore, MAX_LINES } from './LogStore';

const step = { targetId: 'one', stepId: 'long' };
const lines = (first: number, last: number): LogLine[] =>
  Array.from({ length: last - first + 1 }, (_, index) => ({
    ...step,
    seq: first + index,
    at: new Date(0),
    level: 'info',
    text: `line ${first + index}`,
  }));
/** First and last line shown, and how many. */
const shown = (store: LogStore) => {
  const { length, 0: first, [length - 1]: last } = store.get(step);
  return [first?.seq, last?.seq, length];
};

describe('LogStore', () => {
  let store: LogStore;
  let forget: () => void;
  beforeEach(() => {
    store = new LogStore();
    forget = store.watch(step);
  });

  it('keeps the order of numbers and a line only once', () => {
    store.addPage(step, lines(1, 3));
    store.add([...lines(4, 5).reverse(), ...lines(2, 4)]);
    expect(store.get(step).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
  });

  it('keeps the array while nothing is new', () => {
    store.addPage(step, lines(1, 5));
    const before = store.get(step);
    store.add(lines(2, 4));
    store.addPage(step, lines(3, 5));
    expect(store.get(step)).toBe(before);
  });

  it('shows no line of the stream before it knows what comes first', () => {
    store.add(lines(90, 91));
    expect(shown(store)).toEqual([undefined, undefined, 0]);
    store.addPage(step, lines(50, 89));
    expect(shown(store)).toEqual([50, 91, 42]);
  });

  it('holds newer lines back until the gap before them is closed', () => {
    store.addPage(step, lines(1, 10));
    store.add(lines(15, 16));
    expect(shown(store)).toEqual([1, 10, 10]);
    expect(store.isBehind(step)).toBe(true);
    store.addPage(step, lines(11, 14));
    expect(shown(store)).toEqual([1, 16, 16]);
    expect(store.isBehind(step)).toBe(false);
  });

  it('puts older lines before the others, and no others there', () => {
    store.addPage(step, lines(101, 200));
    store.addPage(step, lines(1, 50));
    expect(shown(store)).toEqual([101, 200, 100]);
    store.addPage(step, lines(51, 100));
    expect(shown(store)).toEqual([51, 200, 150]);
  });

  it('goes to the newest page when too many lines are missing', () => {
    store.addPage(step, lines(1, 10));
    store.addPage(step, lines(5_000, 6_000));
    expect(shown(store)).toEqual([5_000, 6_000, 1_001]);
  });

  it('lets the oldest go when there are too many', () => {
    store.addPage(step, lines(1, MAX_LINES));
    store.add(lines(MAX_LINES + 1, MAX_LINES + 7));
    expect(shown(store)).toEqual([8, MAX_LINES + 7, MAX_LINES]);
  });

  it('keeps nothing of a step that nobody watches', () => {
    const other = { targetId: 'two', stepId: 'long' };
    store.add(lines(1, 5).map(line => ({ ...line, ...other })));
    store.addPage(other, lines(1, 5));
    expect(store.get(other)).toEqual([]);
    store.addPage(step, lines(1, 5));
    forget();
    expect(store.get(step)).toEqual([]);
  });
});
