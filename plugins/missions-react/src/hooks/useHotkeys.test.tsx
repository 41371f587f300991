import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useHotkeys } from './useHotkeys';

function Page({ onNext }: { onNext(): void }) {
  useHotkeys({ j: onNext });
  return (
    <>
      <input type="checkbox" aria-label="Facet" />
      <input type="radio" aria-label="Choice" />
      <button type="button">Do it</button>
      <input type="search" aria-label="Search" />
      <input aria-label="Name" />
      <textarea aria-label="Reason" />
    </>
  );
}

describe('useHotkeys', () => {
  it.each([
    ['checkbox', 'Facet'],
    ['radio', 'Choice'],
    ['button', 'Do it'],
  ] as const)('hears a key while a %s has the focus', async (role, name) => {
    const onNext = jest.fn();
    render(<Page onNext={onNext} />);
    await userEvent.click(screen.getByRole(role, { name }));
    await userEvent.keyboard('j');
    expect(onNext).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['searchbox', 'Search'],
    ['textbox', 'Name'],
    ['textbox', 'Reason'],
  ] as const)('leaves a key to the %s %s', async (role, name) => {
    const onNext = jest.fn();
    render(<Page onNext={onNext} />);
    await userEvent.type(screen.getByRole(role, { name }), 'j');
    expect(onNext).not.toHaveBeenCalled();
    expect(screen.getByRole(role, { name })).toHaveValue('j');
  });
});
