import { screen } from '@testing-library/react';
import { renderWidget } from '../../__testUtils__/renderWidget';
import { DemoMark, type DemoMarkProps } from './DemoMark';

const many = Array.from({ length: 12 }, (_, n) => `c${n + 1}`);

describe('DemoMark', () => {
  it.each<[string, string, DemoMarkProps]>([
    [
      'Demo data',
      'These clusters are simulated: nothing here is a real cluster’s answer',
      {},
    ],
    [
      'Demo',
      'These clusters are simulated: nothing here is a real cluster’s answer',
      { compact: true },
    ],
    [
      'Some demo clusters',
      'Simulated: reef, shoal. The others are real.',
      { only: ['reef', 'shoal'] },
    ],
    [
      'Some demo clusters',
      'Simulated: c1, c2, c3, c4, c5, c6, c7, c8, c9, c10 and 2 more. The others are real.',
      { only: many },
    ],
    [
      'Some demo clusters',
      'Clusters that are marked as demo are simulated',
      { only: [] },
    ],
  ])('says "%s", and more in its tooltip: %s', (text, title, props) => {
    renderWidget(<DemoMark {...props} />);
    expect(screen.getByText(text)).toHaveAttribute('title', title);
  });
});
