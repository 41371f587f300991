import { screen, within } from '@testing-library/react';
import type { FieldChange } from '@mission-control/plugin-missions-common';
import { renderWidget as render } from '../../__testUtils__/renderWidget';
import { FieldDiff } from './FieldDiff';

const rowOf = (field: FieldChange) => {
  render(<FieldDiff label="Changes of ConfigMap/page" fields={[field]} />);
  return within(screen.getAllByRole('row')[1])
    .getAllByRole('cell')
    .slice(0, 2)
    .map(cell => cell.textContent);
};

describe('FieldDiff', () => {
  it.each<[string, unknown, unknown, string, string]>([
    ['the end of a line', 'a\r\nb', 'a\nb', 'a\\u{d}\nb', 'a\nb'],
    ['a blank', 'a\u00a0b', 'a b', 'a\\u{a0}b', 'a b'],
    ['a letter', 'web:1', 'w\u0435b:2', 'web:1', 'w\\u{435}b:2'],
    ['a number', '80', 80, '"80"', '80'],
  ])('shows what differs in %s', (_what, before, after, now, then) => {
    expect(rowOf({ path: 'data.k', before, after })).toEqual([now, then]);
  });

  it('leaves other values as they are', () => {
    expect(rowOf({ path: 'a', before: 'é\r\n1', after: 'é\r\n2' })).toEqual([
      'é\r\n1',
      'é\r\n2',
    ]);
  });

  it('compares values once, however often it is drawn', () => {
    const before = { toJSON: jest.fn(() => 'a') };
    const table = () => (
      <FieldDiff label="Changes" fields={[{ path: 'a', before, after: 'b' }]} />
    );
    const { rerender } = render(table());
    const compared = before.toJSON.mock.calls.length;
    rerender(table());
    expect(before.toJSON).toHaveBeenCalledTimes(compared);
  });

  it('keeps a secret', () => {
    const shown = rowOf({ path: 'a', secret: true, before: 'x', after: 'y' });
    expect(shown.join()).not.toMatch(/[xy]/);
  });
});
