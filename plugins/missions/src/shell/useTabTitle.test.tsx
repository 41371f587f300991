import { useRef } from 'react';
import { configApiRef } from '@backstage/core-plugin-api';
import { mockApis, TestApiProvider } from '@backstage/test-utils';
import { render } from '@testing-library/react';
import { useTabTitle } from './useTabTitle';

function Page({ name }: { name: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useTabTitle(heading);
  return <h1 ref={heading}>{name}</h1>;
}

const portal = { title: 'Mission Control' };

/** Opens a page of a portal, and shows another name there. */
function open(name: string, app: { title?: string }) {
  const config = mockApis.config({ data: { app } });
  const page = (shown: string) => (
    <TestApiProvider apis={[[configApiRef, config]]}>
      <Page name={shown} />
    </TestApiProvider>
  );
  const { rerender, unmount } = render(page(name));
  return { unmount, show: (shown: string) => rerender(page(shown)) };
}

describe('useTabTitle', () => {
  beforeEach(() => {
    document.title = '(2) checkout | Mission Control';
  });

  it('names the page before the portal, not the page that one came from', () => {
    const { show, unmount } = open('Explorer', portal);
    expect(document.title).toBe('Explorer · Mission Control');
    show('5 of 5 missions');
    expect(document.title).toBe('5 of 5 missions · Mission Control');
    unmount();
    expect(document.title).toBe('Mission Control');
  });

  it('calls a portal without a name as Backstage does', () => {
    open('Explorer', {});
    expect(document.title).toBe('Explorer · Backstage');
  });

  it('leaves alone what others put before it while the name stays', () => {
    const { show } = open('Explorer', portal);
    document.title = '(3) Explorer · Mission Control';
    show('Explorer');
    expect(document.title).toBe('(3) Explorer · Mission Control');
  });
});
