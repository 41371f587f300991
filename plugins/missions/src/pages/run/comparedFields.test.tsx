import { screen, within } from '@testing-library/react';
import type { FieldChange } from '@mission-control/plugin-missions-common';
import { renderPage } from '../../__testUtils__/renderPage';
import { ThreeWayTable } from './ThreeWayTable';
import { WrittenFields } from './WrittenFields';

const PAGE = { path: '/here', address: '/here' };

const cellsOf = async () =>
  within((await screen.findAllByRole('row'))[1])
    .getAllByRole('cell')
    .map(cell => cell.textContent);

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
});
