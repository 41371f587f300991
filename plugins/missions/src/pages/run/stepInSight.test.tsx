import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { act, fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  aRun,
  aTarget,
} from '@mission-control/plugin-missions-react/testUtils';
import { openRun } from '../../__testUtils__/openRun';
import { placeAt, watchScrolling } from '../../__testUtils__/watchScrolling';

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

describe('the detail of a chosen step', () => {
  const scrolled = watchScrolling({ windowHeight: 900 });

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
    placeAt(top);
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
    placeAt(-500);
    await userEvent.keyboard('j');
    expect(detail('Step 1')).toHaveFocus();
    await choose(/Step 1,/);
    expect(scrolled).toHaveBeenCalledTimes(2);
    expect(detail('Step 1')).toHaveFocus();
  });

  it('moves neither the page nor the focus when it is in sight', async () => {
    await open();
    placeAt(120);
    detail('Step 0').scrollTop = 300;
    await choose(/Step 40/);
    expect(detail('Step 40').scrollTop).toBe(0);
    expect(scrolled).not.toHaveBeenCalled();
    expect(screen.getByRole('button', { name: /Step 40/ })).toHaveFocus();
  });

  describe('as long as what it shows settles', () => {
    const observed = new Map<Element, () => void>();
    /** At once: no time passes until what comes next. */
    const chooseNow = () =>
      fireEvent.click(
        within(screen.getByRole('list', { name: 'Steps of dev' })).getByRole(
          'button',
          { name: /Step 40/ },
        ),
      );
    const resized = (element: Element) => act(() => observed.get(element)!());
    beforeEach(() => {
      observed.clear();
      window.ResizeObserver = class {
        #elements: Element[] = [];
        constructor(readonly tell: ResizeObserverCallback) {}
        observe(element: Element) {
          this.#elements.push(element);
          observed.set(element, () => this.tell([], this));
        }
        unobserve() {}
        disconnect() {
          this.#elements.forEach(element => observed.delete(element));
        }
      };
    });
    afterEach(() => Reflect.deleteProperty(window, 'ResizeObserver'));

    it.each([
      ['brought', -2_266, 2],
      ['in sight', 120, 1],
    ])(
      'is brought back when its log moves it away, %s before',
      async (_, top, times) => {
        await open();
        placeAt(top);
        chooseNow();
        placeAt(-115);
        resized(detail('Step 40'));
        expect(scrolled).toHaveBeenCalledTimes(times);
        expect(detail('Step 40')).toHaveFocus();
        placeAt(12);
        resized(detail('Step 40'));
        expect(scrolled).toHaveBeenCalledTimes(times);
      },
    );

    it('is brought back when the browser moves the page after it', async () => {
      await open();
      placeAt(120);
      chooseNow();
      placeAt(-24);
      fireEvent.scroll(document);
      expect(scrolled).toHaveBeenCalledTimes(1);
    });

    it.each([
      ['turns the wheel', () => fireEvent.wheel(document.body)],
      ['drags the page', () => fireEvent.touchMove(document.body)],
      ['presses a key', () => fireEvent.keyDown(document.body, { key: 'x' })],
      ['presses a button', () => fireEvent.pointerDown(document.body)],
    ])('is left alone once a person %s', async (_, acts) => {
      await open();
      placeAt(120);
      chooseNow();
      acts();
      placeAt(-500);
      fireEvent.scroll(document);
      expect(observed.has(detail('Step 40'))).toBe(false);
      expect(scrolled).not.toHaveBeenCalled();
    });

    it('is left alone when it had its time', async () => {
      await open();
      placeAt(120);
      jest.useFakeTimers();
      try {
        chooseNow();
        expect(observed.has(detail('Step 40'))).toBe(true);
        act(() => jest.advanceTimersByTime(3_000));
        expect(observed.has(detail('Step 40'))).toBe(false);
      } finally {
        jest.useRealTimers();
      }
    });
  });

  it('does not move the page that is opened at a step', async () => {
    placeAt(2_000);
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
