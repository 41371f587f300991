import { useState } from 'react';
import { act, screen } from '@testing-library/react';
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
});
