import { Places } from './Places';

const never = new AbortController().signal;

/** Full places of two, and who took one since, in order. */
function full() {
  const took: string[] = [];
  const places = new Places({
    most: 2,
    onClaimTurn: () => took.push('claim'),
  });
  places.takeForClaim();
  places.takeForClaim();
  const wake = (name: string, signal = never) =>
    places
      .takeAgain(signal)
      .then(placed => took.push(placed ? name : `${name} has none`));
  return { places, took, wake };
}

describe('Places', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('gives no more places than there are', () => {
    const { places } = full();
    expect(places.takeForClaim()).toBe(false);
    places.giveBack();
    expect(places.takeForClaim()).toBe(true);
    expect(places.takeForClaim()).toBe(false);
  });

  it('lets go first who woke up first, and before a new claim', async () => {
    const { places, took, wake } = full();
    void wake('a');
    void wake('b');
    expect(places.takeForClaim()).toBe(false);
    for (const _place of [1, 2, 3]) {
      places.giveBack();
      await jest.advanceTimersByTimeAsync(0);
    }
    expect(took).toEqual(['a', 'b', 'claim']);
    // The place was kept for the claim: it is not counted twice.
    expect(places.takeForClaim()).toBe(true);
    expect(places.takeForClaim()).toBe(false);
  });

  it('lets no more go before a claim than there are places', async () => {
    const { places, took, wake } = full();
    ['a', 'b', 'c', 'd'].forEach(name => wake(name));
    places.takeForClaim();
    places.takeForClaim();
    for (const _place of [1, 2, 3, 4, 5]) {
      places.giveBack();
      await jest.advanceTimersByTimeAsync(0);
    }
    expect(took).toEqual(['a', 'b', 'claim', 'c', 'd']);
  });

  it('lets one that was aborted leave the line at once', async () => {
    const { places, took, wake } = full();
    const aborted = new AbortController();
    void wake('a', aborted.signal);
    void wake('b');
    aborted.abort();
    await jest.advanceTimersByTimeAsync(0);
    expect(took).toEqual(['a has none']);
    places.giveBack();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(took).toEqual(['a has none', 'b']);
  });

  it('lets one go on without a place when its turn does not come', async () => {
    const { places, took, wake } = full();
    void wake('a');
    await jest.advanceTimersByTimeAsync(9_999);
    expect(took).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(took).toEqual(['a has none']);
    places.giveBack();
    expect(places.takeForClaim()).toBe(true);
    expect(places.takeForClaim()).toBe(false);
  });

  it('has a line of ten for each place', () => {
    const { places, wake } = full();
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => wake(`${index}`));
    void many(19);
    expect(places.hasLine).toBe(true);
    void many(1);
    expect(places.hasLine).toBe(false);
    places.giveBack();
    expect(places.hasLine).toBe(true);
  });
});
