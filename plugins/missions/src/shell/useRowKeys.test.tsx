import { act, fireEvent, render, screen } from '@testing-library/react';
import { useRef } from 'react';
import { useRowKeys } from './useRowKeys';

const Rows = () => {
  const root = useRef<HTMLUListElement>(null);
  const current = useRowKeys(root);
  return (
    <ul ref={root} aria-label={current ?? 'none'}>
      {['one', 'two', 'three'].map(id => (
        <li key={id} data-row-id={id} />
      ))}
    </ul>
  );
};

/** Keys that come before the page is drawn again. */
const press = (keys: string) =>
  act(() => {
    for (const key of keys) {
      fireEvent.keyDown(document.body, { key });
    }
  });

describe('useRowKeys', () => {
  it.each([
    ['j', 'one'],
    ['jj', 'two'],
    ['jjjj', 'three'],
    ['jjk', 'one'],
    ['k', 'three'],
  ])('counts each key of a quick %s', (keys, current) => {
    render(<Rows />);
    press(keys);
    expect(screen.getByRole('list')).toHaveAccessibleName(current);
  });
});
