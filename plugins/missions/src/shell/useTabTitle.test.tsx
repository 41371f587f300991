import { render } from '@testing-library/react';
import { useRef } from 'react';
import { useTabTitle } from './useTabTitle';

function Page({ name }: { name: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useTabTitle(heading);
  return <h1 ref={heading}>{name}</h1>;
}

describe('useTabTitle', () => {
  beforeEach(() => {
    document.title = '(2) Mission Control';
  });

  it('names the page before the portal, without what is counted there', () => {
    const { rerender, unmount } = render(<Page name="Explorer" />);
    expect(document.title).toBe('Explorer · Mission Control');
    rerender(<Page name="5 of 5 missions" />);
    expect(document.title).toBe('5 of 5 missions · Mission Control');
    unmount();
    expect(document.title).toBe('Mission Control');
  });

  it('leaves alone what others put before it while the name stays', () => {
    const { rerender } = render(<Page name="Explorer" />);
    document.title = '(3) Explorer · Mission Control';
    rerender(<Page name="Explorer" />);
    expect(document.title).toBe('(3) Explorer · Mission Control');
  });
});
