import { act, screen } from '@testing-library/react';
import { renderWidget } from '../../__testUtils__/renderWidget';
import { LiveMark } from './LiveMark';

const FIVE_SECONDS_MS = 5_000;

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('LiveMark', () => {
  it('tells a screen reader that the connection is lost and back, but no second', async () => {
    const asOf = new Date();
    const { rerender } = renderWidget(<LiveMark liveness="live" asOf={asOf} />);
    const region = screen.getByRole('status');
    const told: string[] = [];
    new MutationObserver(() => told.push(region.textContent ?? '')).observe(
      region,
      { childList: true, characterData: true, subtree: true },
    );
    expect(region).toBeEmptyDOMElement();

    rerender(<LiveMark liveness="stale" asOf={asOf} />);
    await act(() => jest.advanceTimersByTimeAsync(FIVE_SECONDS_MS));
    expect(
      screen.getByText('connection lost, state of 5 s ago'),
    ).toBeInTheDocument();
    rerender(<LiveMark liveness="live" asOf={new Date()} />);
    await act(() => jest.advanceTimersByTimeAsync(FIVE_SECONDS_MS));
    expect(told).toEqual(['connection lost', 'live']);
  });

  it('shows what it is given for as long as it is live', () => {
    const { rerender } = renderWidget(
      <LiveMark liveness="live">as of now</LiveMark>,
    );
    expect(screen.getByText('as of now')).toBeInTheDocument();
    expect(screen.queryByText('live')).not.toBeInTheDocument();
    rerender(<LiveMark liveness="stale">as of now</LiveMark>);
    expect(screen.queryByText('as of now')).not.toBeInTheDocument();
  });
});
