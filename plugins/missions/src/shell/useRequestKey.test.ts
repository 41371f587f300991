import { renderHook } from '@testing-library/react';
import { useRequestKey } from './useRequestKey';

const key = async (sent: string) => sent;
const lost = async (): Promise<string> => {
  throw new Error('Failed to fetch');
};
const wish = { missionRef: 'a/b' };

function setUp() {
  const { result, rerender } = renderHook(() => useRequestKey());
  return { withKey: () => result.current, rerender };
}

describe('useRequestKey', () => {
  it('keeps the key of a request until it is answered', async () => {
    const { withKey, rerender } = setUp();
    const send = jest.fn(lost);
    await expect(withKey()(wish, send)).rejects.toThrow('Failed to fetch');
    await expect(withKey()({ missionRef: 'a/c' }, key)).resolves.toMatch(/-/);
    rerender();
    expect(send.mock.calls).toEqual([[await withKey()({ ...wish }, key)]]);
  });

  it('sends a request under one key, however often it is asked at once', async () => {
    const { withKey } = setUp();
    const [first, second] = await Promise.all([
      withKey()(wish, key),
      withKey()(wish, key),
    ]);
    expect(second).toBe(first);
  });

  it('gives another request another key', async () => {
    const { withKey } = setUp();
    const [first, second] = await Promise.all([
      withKey()(wish, key),
      withKey()({ missionRef: 'a/c' }, key),
    ]);
    expect(second).not.toBe(first);
  });

  it('gives a request that was answered a new key', async () => {
    const { withKey } = setUp();
    const first = await withKey()(wish, key);
    expect(await withKey()(wish, key)).not.toBe(first);
  });
});
