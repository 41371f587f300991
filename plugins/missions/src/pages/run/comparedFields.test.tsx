import { type ReactElement, useState } from 'react';
import { act, screen, within } from '@testing-library/react';
import type { FieldChange } from '@mission-control/plugin-missions-common';
import { renderPage } from '../../__testUtils__/renderPage';
import { ThreeWayTable } from './ThreeWayTable';
import { WrittenFields } from './WrittenFields';

const PAGE = { path: '/here', address: '/here' };

const cellsOf = async () =>
  within((await screen.findAllByRole('row'))[1])
    .getAllByRole('cell')
    .map(cell => cell.textContent);

/** Draws a table of a field, and draws it again when it is told so. */
async function drawnTwice(table: (fields: FieldChange[]) => ReactElement) {
  const before = { toJSON: jest.fn(() => 'a') };
  let drawAgain = () => {};
  const drawn = jest.fn();
  const Page = () => {
    const [, setCount] = useState(0);
    drawAgain = () => setCount(count => count + 1);
    drawn();
    return table([{ path: 'a', before, after: 'b' }]);
  };
  renderPage(<Page />, PAGE);
  await cellsOf();
  const times = [drawn, before.toJSON].map(({ mock }) => mock.calls.length);
  act(() => drawAgain());
  return [drawn, before.toJSON].map(
    ({ mock }, index) => mock.calls.length - times[index],
  );
}

describe('fields that are compared', () => {
  const field: FieldChange = {
    path: 'data.na\u200bme',
    before: 'a\u00a0b:1',
    written: 'a b:1',
    after: 'a b:1\r\n',
  };

  it('differ visibly before the run, after it, and now', async () => {
    renderPage(<ThreeWayTable fields={[field]} label="page" />, PAGE);
    expect((await cellsOf()).slice(0, 3)).toEqual([
      'a b:1\\u{d}\\u{a}',
      'a b:1',
      'a\\u{a0}b:1',
    ]);
    expect(screen.getByRole('rowheader')).toHaveTextContent(
      'data.na\\u{200b}me',
    );
  });

  it('differ visibly before and after a write', async () => {
    renderPage(<WrittenFields fields={[field]} label="page" />, PAGE);
    expect(await cellsOf()).toEqual(['a\\u{a0}b:1', 'a b:1\\u{d}\\u{a}']);
    expect(screen.getByRole('rowheader')).toHaveTextContent(
      'data.na\\u{200b}me',
    );
  });

  it.each([ThreeWayTable, WrittenFields])(
    'are compared once, however often %p is drawn',
    async Table => {
      expect(
        await drawnTwice(fields => <Table fields={fields} label="page" />),
      ).toEqual([1, 0]);
    },
  );
});
