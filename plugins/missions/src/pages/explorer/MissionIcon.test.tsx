import { render } from '@testing-library/react';
import { MissionIcon } from './MissionIcon';

describe('MissionIcon', () => {
  it.each([
    ['Web application', 'Wa'],
    ['OpenCost', 'Op'],
    ['fix: image-tag', 'Fi'],
    ['\\u{202e}Late \\u{200b}rollout', 'Lr'],
    ['(3) pods', '3p'],
    ['\\u{202e}', ''],
  ])('takes the initials of %s from letters and digits only', (title, said) => {
    const { container } = render(<MissionIcon title={title} type="fix" />);
    expect(container).toHaveTextContent(new RegExp(`^${said}$`));
  });
});
