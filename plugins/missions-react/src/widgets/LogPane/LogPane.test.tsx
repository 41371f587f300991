import { fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { LogLine } from '@mission-control/plugin-missions-common';
import { renderWidget } from '../../__testUtils__/renderWidget';
import { LogPane } from './LogPane';

const line = (seq: number, text: string, level: LogLine['level'] = 'info') => ({
  targetId: 'eu',
  stepId: 'apply',
  seq,
  at: new Date(Date.UTC(2026, 4, 1, 12, 0, seq)),
  level,
  text,
});
const lines = [
  line(1, 'Applying 2 objects'),
  line(2, 'retry', 'warn'),
  line(3, 'retry', 'warn'),
  line(4, '<b>héllo</b>', 'error'),
];

const pane = (shown: readonly LogLine[]) => (
  <LogPane lines={shown} live fileName="apply-eu.log" label="Log of apply" />
);

describe('the download of a LogPane', () => {
  const { createObjectURL, revokeObjectURL } = URL;
  const saved: { name: string; address: string }[] = [];
  let file: Blob | undefined;
  let click: jest.SpyInstance;

  beforeEach(() => {
    saved.length = 0;
    file = undefined;
    URL.createObjectURL = blob => {
      file = blob as Blob;
      return 'blob:log';
    };
    URL.revokeObjectURL = jest.fn();
    click = jest
      .spyOn(HTMLAnchorElement.prototype, 'click')
      .mockImplementation(function press(this: HTMLAnchorElement) {
        saved.push({ name: this.download, address: this.href });
      });
  });
  afterEach(() => {
    Object.assign(URL, { createObjectURL, revokeObjectURL });
    click.mockRestore();
  });

  it('is a text file with every line, also repeated and unseen ones', async () => {
    renderWidget(pane(lines));
    const search = screen.getByRole('searchbox');
    await userEvent.type(search, 'nothing of the kind');
    await userEvent.click(screen.getByRole('button', { name: 'Download' }));
    await waitFor(() => expect(saved).toHaveLength(1));

    expect(saved).toEqual([{ name: 'apply-eu.log', address: 'blob:log' }]);
    expect(file?.type).toBe('text/plain');
    expect(await file?.text()).toBe(
      [
        '2026-05-01T12:00:01.000Z info  Applying 2 objects',
        '2026-05-01T12:00:02.000Z warn  retry',
        '2026-05-01T12:00:03.000Z warn  retry',
        '2026-05-01T12:00:04.000Z error <b>héllo</b>',
        '',
      ].join('\n'),
    );
    expect(URL.revokeObjectURL).toHaveBeenCalledWith('blob:log');
  });

  it('is not offered without a line', () => {
    renderWidget(pane([]));
    expect(screen.getByRole('button', { name: 'Download' })).toBeDisabled();
  });
});

describe('Follow of a LogPane', () => {
  const HEIGHT = 400;
  let height: number;
  const sizes = {
    clientHeight: () => HEIGHT,
    scrollHeight: () => height,
  } as const;

  beforeEach(() => {
    height = 1_000;
    for (const [name, get] of Object.entries(sizes)) {
      Object.defineProperty(HTMLElement.prototype, name, {
        configurable: true,
        get,
      });
    }
  });
  afterEach(() => {
    for (const name of Object.keys(sizes)) {
      delete (HTMLElement.prototype as any)[name];
    }
  });

  const box = () => screen.getByRole('log', { name: 'Log of apply' });
  const follow = () => screen.getByRole('button', { name: 'Follow' });
  const isFollowing = () => follow().getAttribute('aria-pressed') === 'true';
  const scrollTo = (top: number) => {
    box().scrollTop = top;
    fireEvent.scroll(box());
  };

  it('keeps the newest line in sight', () => {
    const { rerender } = renderWidget(pane(lines));
    expect(isFollowing()).toBe(true);
    expect(box().scrollTop).toBe(1_000);

    height = 1_200;
    rerender(pane([...lines, line(5, 'done')]));
    expect(box().scrollTop).toBe(1_200);
  });

  it('ends when somebody scrolls up, and leaves what is read where it is', () => {
    const { rerender } = renderWidget(pane(lines));
    scrollTo(1_000 - HEIGHT - 10);
    expect(isFollowing()).toBe(true);
    scrollTo(200);
    expect(isFollowing()).toBe(false);

    height = 1_200;
    rerender(pane([...lines, line(5, 'done')]));
    expect(box().scrollTop).toBe(200);
  });

  it('goes to the end when it is pressed, and ends when pressed again', async () => {
    const { rerender } = renderWidget(pane(lines));
    scrollTo(200);
    await userEvent.click(follow());
    expect(isFollowing()).toBe(true);
    expect(box().scrollTop).toBe(1_000);

    await userEvent.click(follow());
    expect(isFollowing()).toBe(false);
    height = 1_200;
    rerender(pane([...lines, line(5, 'done')]));
    expect(box().scrollTop).toBe(1_000);
  });
});

describe('a line of a LogPane', () => {
  it('is shown without colours, and with what cannot be seen written out', () => {
    const text = '\u001b[32mINFO\u001b[0m kept\u202e, \u001b[2Jgone';
    renderWidget(pane([line(1, text)]));
    expect(
      screen.getByText('INFO kept\\u{202e}, \\u{1b}[2Jgone'),
    ).toBeInTheDocument();
  });
});
