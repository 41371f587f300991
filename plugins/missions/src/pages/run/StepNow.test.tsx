import { useState } from 'react';
import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { Step } from '@mission-control/plugin-missions-common';
import { aStep } from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../../__testUtils__/renderPage';
import { StepNow } from './StepNow';

describe('StepNow', () => {
  it('tells a screen reader what is done now, and not that time passes', () => {
    const running = aStep({
      state: 'running',
      startedAt: new Date(),
      finishedAt: undefined,
    });
    let show: (progress: Step['progress']) => void = () => undefined;
    function Page() {
      const [step, setStep] = useState(running);
      show = progress => act(() => setStep({ ...running, progress }));
      return <StepNow step={step} tone="run" />;
    }
    renderPage(<Page />, { path: '/', address: '/' });
    const said = screen.getByRole('status');
    expect(said).toBeEmptyDOMElement();
    expect(screen.getByText(/^Running, \d/)).toBeInTheDocument();
    show({ text: 'creating', done: 1, total: 9 });
    expect(said).toHaveTextContent(/^creating$/);
    show({ text: 'creating', done: 2, total: 9 });
    expect(said).toHaveTextContent(/^creating$/);
    expect(screen.getByText(/^creating, 2\/9, \d/)).toBeInTheDocument();
    show({ text: 'waiting for 7 pods' });
    expect(said).toHaveTextContent(/^waiting for 7 pods$/);
  });

  it('says when the next attempt is, why, and makes it at once for who may', async () => {
    const run = jest.fn();
    const retrying = aStep({
      state: 'retrying',
      attempt: 2,
      finishedAt: undefined,
      wakeAt: new Date(Date.now() + 240_000),
      error: {
        code: 'CLUSTER_THROTTLED',
        message: 'Cluster a asks to slow down',
        retryable: true,
      },
    });
    renderPage(
      <StepNow step={retrying} tone="run" tryNow={{ pending: false, run }} />,
      { path: '/', address: '/' },
    );
    const now = screen.getByRole('group', { name: 'Now' });
    expect(now).toHaveTextContent(/Trying again.*next attempt in/);
    expect(now).toHaveTextContent(
      'Attempt 2 failed: Cluster a asks to slow down',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Try now' }));
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('offers no attempt to who may not decide', () => {
    renderPage(
      <StepNow
        step={aStep({
          state: 'retrying',
          finishedAt: undefined,
          wakeAt: new Date(Date.now() + 240_000),
        })}
        tone="run"
      />,
      { path: '/', address: '/' },
    );
    expect(screen.getByText(/next attempt/)).toBeInTheDocument();
    expect(screen.queryByRole('button')).toBeNull();
  });
});
