import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderWidget } from '../../__testUtils__/renderWidget';
import { CopyButton } from './CopyButton';

type Clipboard = Pick<typeof navigator.clipboard, 'writeText'>;

/** A browser with this clipboard, and what its `copy` command takes. */
function browser(given: { clipboard?: Clipboard; command?: () => boolean }) {
  const taken: string[] = [];
  Object.defineProperty(navigator, 'clipboard', {
    configurable: true,
    value: given.clipboard,
  });
  document.execCommand = () => {
    const area = document.activeElement as HTMLTextAreaElement;
    const { selectionStart, selectionEnd } = area;
    const done = given.command?.() ?? false;
    if (done) {
      taken.push(area.value.slice(selectionStart, selectionEnd));
    }
    return done;
  };
  return taken;
}

/** Puts the browser in place after the one of `userEvent`, and presses. */
async function press(given: Parameters<typeof browser>[0]) {
  const user = userEvent.setup();
  const taken = browser(given);
  await user.click(screen.getByRole('button', { name: 'Copy the error' }));
  return taken;
}

const refuse = async () => {
  throw new Error('NotAllowedError');
};

describe('CopyButton', () => {
  const { clipboard } = navigator;

  afterEach(() => {
    Object.defineProperty(navigator, 'clipboard', {
      configurable: true,
      value: clipboard,
    });
    Reflect.deleteProperty(document, 'execCommand');
  });

  it('copies by the clipboard where there is one', async () => {
    renderWidget(<CopyButton text="E 42" label="Copy the error" />);
    const writeText = jest.fn(async () => {});
    const taken = await press({
      clipboard: { writeText },
      command: () => true,
    });
    expect(await screen.findByRole('button')).toHaveTextContent('Copied');
    expect(writeText).toHaveBeenCalledWith('E 42');
    expect(taken).toEqual([]);
  });

  it.each([
    ['there is no clipboard, as on plain HTTP', undefined],
    ['the clipboard is refused', { writeText: refuse }],
  ])(
    'copies the selected text where %s, and keeps the focus',
    async (_why, given) => {
      renderWidget(<CopyButton text={'E 42\nline 2'} label="Copy the error" />);
      const taken = await press({ clipboard: given, command: () => true });
      expect(await screen.findByText('Copied')).toBeInTheDocument();
      expect(taken).toEqual(['E 42\nline 2']);
      expect(document.querySelector('textarea')).toBeNull();
      expect(screen.getByRole('button')).toHaveFocus();
    },
  );

  it.each([
    ['refuses', () => false],
    [
      'throws',
      () => {
        throw new Error('no');
      },
    ],
  ])('says so when nothing was copied: the browser %s', async (_h, command) => {
    renderWidget(<CopyButton text="E 42" label="Copy the error" />);
    await press({ command });
    expect(await screen.findByText('Could not copy')).toBeInTheDocument();
    expect(screen.queryByText('Copied')).not.toBeInTheDocument();
    expect(document.querySelector('textarea')).toBeNull();
  });
});
