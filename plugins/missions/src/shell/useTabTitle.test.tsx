import { useEffect, useRef, useState } from 'react';
import { configApiRef } from '@backstage/core-plugin-api';
import { mockApis, TestApiProvider } from '@backstage/test-utils';
import { act, render } from '@testing-library/react';
import { useKeptTabTitle, useTabTitle } from './useTabTitle';

function Page({ name }: { name: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useTabTitle(heading);
  return <h1 ref={heading}>{name}</h1>;
}

/** What stays while pages come and go; without a name, one is loaded. */
function Shell({ name }: { name?: string }) {
  useKeptTabTitle();
  return name === undefined ? null : <Page key={name} name={name} />;
}

const withoutCounter = (title: string) => title.replace(/^\(\d+\)\s/, '');

/** Writes at once, then once in 100 ms: what was asked for last. */
function throttled(write: (title: string) => void) {
  let next: string | undefined;
  let waiting = false;
  let asked = 0;
  return (title: string) => {
    const atOnce = !waiting && Date.now() - asked >= 100;
    asked = Date.now();
    if (atOnce) {
      write(title);
    } else {
      next = title;
    }
    if (!waiting) {
      waiting = true;
      setTimeout(() => {
        waiting = false;
        const late = next;
        next = undefined;
        if (late !== undefined) {
          write(late);
        }
      }, 100);
    }
  };
}

const writeThrottled = throttled(title => {
  document.title = title;
});

/** Counts notifications as Backstage does (useTitleCounter). */
function Counter({ count }: { count: number }) {
  const [title, setTitle] = useState(document.title);
  useEffect(() => {
    const shown = `${count ? `(${count}) ` : ''}${withoutCounter(title)}`;
    if (document.title !== shown) {
      writeThrottled(shown);
    }
    return () => {
      document.title = withoutCounter(title);
    };
  }, [count, title]);
  useEffect(() => {
    const observer = new MutationObserver(([{ target }]) => {
      if (target.textContent) {
        setTitle(target.textContent);
      }
    });
    observer.observe(document.querySelector('title')!, {
      characterData: true,
      childList: true,
    });
    return () => observer.disconnect();
  }, []);
  return null;
}

/** Lets observers run and the counter write, for as long as its throttle holds. */
async function settle() {
  for (let times = 0; times < 5; times += 1) {
    await act(async () => {
      jest.advanceTimersByTime(100);
    });
  }
}

/** Opens a page of a portal within our pages, beside what else it shows. */
function open(name: string, app: { title?: string }, beside?: JSX.Element) {
  const config = mockApis.config({ data: { app } });
  const portalWith = (page?: JSX.Element, other = beside) => (
    <TestApiProvider apis={[[configApiRef, config]]}>
      {page}
      {other}
    </TestApiProvider>
  );
  const { rerender } = render(portalWith(<Shell name={name} />));
  return {
    show: (shown?: string, other?: JSX.Element) =>
      rerender(portalWith(<Shell name={shown} />, other)),
    leave: (to?: JSX.Element) => rerender(portalWith(to)),
  };
}

const portal = { title: 'Mission Control' };

describe('useTabTitle', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    document.title = 'checkout | Mission Control';
  });

  afterEach(async () => {
    await settle();
    jest.useRealTimers();
  });

  it('names the page before the portal, not the page that one came from', () => {
    const { show, leave } = open('Explorer', portal);
    expect(document.title).toBe('Explorer · Mission Control');
    show('5 of 5 missions');
    expect(document.title).toBe('5 of 5 missions · Mission Control');
    leave();
    expect(document.title).toBe('Mission Control');
  });

  it('calls a portal without a name as Backstage does', () => {
    open('Explorer', {});
    expect(document.title).toBe('Explorer · Backstage');
  });

  it('leaves a counter alone that others put before it', async () => {
    document.title = '(2) checkout | Mission Control';
    const { show, leave } = open('Explorer', portal);
    expect(document.title).toBe('(2) Explorer · Mission Control');
    document.title = '(3) Explorer · Mission Control';
    show('Explorer');
    await settle();
    expect(document.title).toBe('(3) Explorer · Mission Control');
    leave();
    expect(document.title).toBe('(3) Mission Control');
  });

  it('never calls the tab by the bare portal between two of its pages', async () => {
    const { show } = open('Explorer', portal);
    const titles: string[] = [];
    const write = jest
      .spyOn(document, 'title', 'set')
      .mockImplementation(title => titles.push(title));
    show(undefined);
    show('Runs');
    write.mockRestore();
    expect(titles).toEqual(['Runs · Mission Control']);
  });

  it('is put right again when something writes an older name over it', async () => {
    const { show } = open('Explorer', portal);
    show('Runs');
    document.title = '(4) Explorer · Mission Control';
    await settle();
    expect(document.title).toBe('(4) Runs · Mission Control');
    document.title = 'Mission Control';
    await settle();
    expect(document.title).toBe('Runs · Mission Control');
  });

  it.each([0, 4])(
    'is right in the end beside a counter of %d notifications',
    async count => {
      const { show } = open('Explorer', portal, <Counter count={count} />);
      const counter = count ? `(${count}) ` : '';
      for (const name of ['Runs', 'Approvals', 'Explorer']) {
        await act(async () => show(undefined));
        await act(async () => show(name));
        await settle();
        expect(document.title).toBe(`${counter}${name} · Mission Control`);
      }
      await act(async () => show('Runs', <Counter count={7} />));
      await settle();
      expect(document.title).toBe('(7) Runs · Mission Control');
    },
  );

  it('gives the tab to whoever insists, and takes it back with the next page', async () => {
    const { show } = open('Explorer', portal);
    const insist = new MutationObserver(() => {
      if (document.title !== 'Mine') {
        document.title = 'Mine';
      }
    });
    insist.observe(document.head, { childList: true, subtree: true });
    document.title = 'Mine';
    await settle();
    expect(document.title).toBe('Mine');
    insist.disconnect();
    show('Runs');
    expect(document.title).toBe('Runs · Mission Control');
  });

  it('leaves the name alone that the page after ours gave the tab', () => {
    const Other = () => {
      document.title = 'checkout | Mission Control';
      return null;
    };
    const { leave } = open('Explorer', portal);
    leave(<Other />);
    expect(document.title).toBe('checkout | Mission Control');
  });
});
