import { renderHook } from '@testing-library/react';
import { useRequestKey } from './useRequestKey';

describe('useRequestKey', () => {
  it('keeps the key while the request is the same', () => {
    const { result, rerender } = renderHook(() => useRequestKey());
    const key = result.current({ missionRef: 'a/b' });
    rerender();
    expect(result.current({ missionRef: 'a/b' })).toBe(key);
  });

  it('gives another request another key', () => {
    const { result } = renderHook(() => useRequestKey());
    const key = result.current({ missionRef: 'a/b' });
    expect(result.current({ missionRef: 'a/c' })).not.toBe(key);
  });
});
