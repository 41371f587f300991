import { act, renderHook } from '@testing-library/react';
import { TestApiProvider } from '@backstage/test-utils';
import {
  MissionsApiError,
  missionsApiRef,
} from '@mission-control/plugin-missions-react';
import {
  aCluster,
  createMissionsApiMock,
} from '@mission-control/plugin-missions-react/testUtils';
import { useFitness } from './useFitness';

const requestOf = (size: number) => ({
  missionRef: 'local/web',
  parameters: { size },
  targets: [{ cluster: 'dev' }],
});
const fits = {
  cluster: aCluster({ name: 'dev' }),
  verdict: 'fit' as const,
  checks: [],
  checkedAt: new Date(),
};
const pass = (ms: number) => act(() => jest.advanceTimersByTimeAsync(ms));

function setUp(checkFitness: jest.Mock) {
  const api = createMissionsApiMock({ checkFitness });
  return renderHook(useFitness, {
    initialProps: requestOf(1),
    wrapper: ({ children }) => (
      <TestApiProvider apis={[[missionsApiRef, api]]}>
        {children}
      </TestApiProvider>
    ),
  });
}

describe('useFitness', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('asks again by itself when an answer was lost, and says so until then', async () => {
    const ask = jest
      .fn()
      .mockRejectedValueOnce(new Error('Failed to fetch'))
      .mockResolvedValue([fits]);
    const { result } = setUp(ask);
    await pass(600);
    expect(result.current.error?.code).toBe('NO_ANSWER');
    await pass(5_100);
    expect(result.current).toMatchObject({
      checking: true,
      error: { code: 'NO_ANSWER' },
    });
    await pass(600);
    expect(ask).toHaveBeenCalledTimes(2);
    expect(result.current.error).toBeUndefined();
    expect(result.current.byCluster.dev.verdict).toBe('fit');
  });

  it('does not ask again for what was refused', async () => {
    const ask = jest
      .fn()
      .mockRejectedValue(
        new MissionsApiError('no', { status: 400, code: 'PARAMETER_INVALID' }),
      );
    const { result } = setUp(ask);
    await pass(60_000);
    expect(result.current.error?.code).toBe('PARAMETER_INVALID');
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it('keeps for the fields what was refused, until there is an answer', async () => {
    const refusal = { status: 400, code: 'PARAMETER_INVALID' };
    const ask = jest
      .fn()
      .mockRejectedValueOnce(new MissionsApiError('no', refusal))
      .mockResolvedValue([fits]);
    const { result, rerender } = setUp(ask);
    await pass(600);
    rerender(requestOf(2));
    expect(result.current).toMatchObject({
      checking: true,
      refused: { error: refusal, sent: { size: 1 } },
    });
    expect(result.current.error).toBeUndefined();
    await pass(600);
    expect(result.current.refused).toBeUndefined();
  });

  it('drops what was said of another request, and asks for it no more', async () => {
    const ask = jest.fn().mockRejectedValueOnce(new Error('Failed to fetch'));
    ask.mockResolvedValue([fits]);
    const { result, rerender } = setUp(ask);
    await pass(600);
    rerender(requestOf(2));
    expect(result.current.error).toBeUndefined();
    await pass(20_000);
    expect(ask.mock.calls.map(([{ parameters }]) => parameters.size)).toEqual([
      1, 2,
    ]);
  });
});
