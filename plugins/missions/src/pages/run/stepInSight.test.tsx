import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  aRun,
  aTarget,
} from '@mission-control/plugin-missions-react/testUtils';
import { openRun } from '../../__testUtils__/openRun';

const [step] = aTarget().steps;
const many = aRun({
  targetsDetail: [
    aTarget({
      id: 'dev',
      steps: Array.from({ length: 51 }, (_, index) => ({
        ...step,
        id: `step-${index}`,
        name: `Step ${index}`,
      })),
    }),
  ],
});

/** Where the top of the detail is in the window, as a browser would say it. */
function placeDetailAt(top: number) {
  jest
    .spyOn(HTMLElement.prototype, 'getBoundingClientRect')
    .mockReturnValue({ top } as DOMRect);
}

describe('the detail of a chosen step', () => {
  const scrolled = jest.fn<void, [HTMLElement, unknown]>();
  beforeEach(() => {
    window.innerHeight = 900;
    Element.prototype.scrollIntoView = function scroll(options) {
      scrolled(this as HTMLElement, options);
    };
  });
  afterEach(() => {
    jest.restoreAllMocks();
    scrolled.mockReset();
    Reflect.deleteProperty(Element.prototype, 'scrollIntoView');
  });

  const open = async () => {
    openRun({ getRun: async () => many }, '?target=dev&step=step-0');
    await screen.findByRole('heading', { name: 'Step 0' });
    scrolled.mockClear();
  };
  const choose = (name: RegExp) =>
    userEvent.click(
      within(screen.getByRole('list', { name: 'Steps of dev' })).getByRole(
        'button',
        { name },
      ),
    );
  const detail = (name: string) => screen.getByRole('group', { name });

  it.each([
    ['above the window', -2_266],
    ['below it', 1_400],
    ['at its lower end', 880],
  ])('is brought into sight with the focus when it is %s', async (_, top) => {
    await open();
    placeDetailAt(top);
    await choose(/Step 40/);
    expect(
      within(detail('Step 40')).getByRole('heading', { name: 'Step 40' }),
    ).toBeInTheDocument();
    expect(scrolled.mock.calls).toEqual([
      [detail('Step 40'), { block: 'start', behavior: 'instant' }],
    ]);
    expect(detail('Step 40')).toHaveFocus();
  });

  it('is brought there by the keys too, and again when it is chosen again', async () => {
    await open();
    placeDetailAt(-500);
    await userEvent.keyboard('j');
    expect(detail('Step 1')).toHaveFocus();
    await choose(/Step 1,/);
    expect(scrolled).toHaveBeenCalledTimes(2);
    expect(detail('Step 1')).toHaveFocus();
  });

  it('moves neither the page nor the focus when it is in sight', async () => {
    await open();
    placeDetailAt(120);
    detail('Step 0').scrollTop = 300;
    await choose(/Step 40/);
    expect(detail('Step 40').scrollTop).toBe(0);
    expect(scrolled).not.toHaveBeenCalled();
    expect(screen.getByRole('button', { name: /Step 40/ })).toHaveFocus();
  });

  it('does not move the page that is opened at a step', async () => {
    placeDetailAt(2_000);
    await open();
    await act(async () => {});
    expect(document.body).toHaveFocus();
    expect(scrolled).not.toHaveBeenCalled();
  });

  it('stays beside a long list where there is room for it', () => {
    const css = readFileSync(join(__dirname, 'Run.module.css'), 'utf8');
    const [, wide] = css.split('@media (min-width: 1201px)');
    expect(wide).toMatch(
      /^ \{\s*\.detail \{\s*position: sticky;\s*top: 12px;\s*max-height: calc\(100vh - 24px\);\s*overflow: auto;/,
    );
  });
});
