import type { Browser, BrowserContext, Page } from 'playwright-core';

import { WORK_MS } from './workMs';

/** Colours fade when the light changes, and data arrives piece by piece. */
const FADE_MS = 400;

/** How somebody looks at the portal. */
export interface Look {
  dark?: boolean;
  width?: number;
  height?: number;
}

/** Somebody who looks at the portal with a browser of their own. */
export class Visitor {
  readonly page: Page;
  /** Errors of the console and uncaught ones; a test expects none. */
  readonly errors: string[] = [];
  readonly #context: BrowserContext;

  private constructor(context: BrowserContext, page: Page) {
    this.#context = context;
    this.page = page;
    page.on('pageerror', error => this.errors.push(error.message));
    page.on('console', message => {
      // React's hints for developers are no errors of the portal.
      const isHint = message.text().startsWith('Warning: ');
      if (message.type() === 'error' && !isHint) {
        this.errors.push(message.text());
      }
    });
  }

  /** Signs in as one of the people of the demo. */
  static async enter(
    options: Look & {
      browser: Browser;
      address: string;
      as: 'operator' | 'approver' | 'viewer';
    },
  ): Promise<Visitor> {
    const { browser, address, as, dark, width = 1440, height = 900 } = options;
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme: dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
    });
    // The first page brings the whole portal.
    context.setDefaultNavigationTimeout(WORK_MS);
    const page = await context.newPage();
    const visitor = new Visitor(context, page);
    await page.goto(address);
    await page.getByRole('button', { name: `Enter as ${as}` }).click();
    return visitor;
  }

  /** Goes to an address of the portal without loading it anew, as its links do. */
  async go(path: string): Promise<void> {
    await this.page.evaluate(
      `history.pushState({}, '', ${JSON.stringify(path)});
       dispatchEvent(new PopStateEvent('popstate'));`,
    );
  }

  /** Goes to one of our pages and waits until its data is drawn. */
  async see(path: string, look: Look = {}): Promise<void> {
    await this.go(path);
    await this.look(look);
  }

  /** Turns the light and the window, and waits until the page has followed. */
  async look({ dark, width = 1440, height = 900 }: Look): Promise<void> {
    await this.page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
    await this.page.setViewportSize({ width, height });
    await this.page.evaluate(
      'new Promise(done => requestAnimationFrame(() => setTimeout(done)))',
    );
    await this.page.waitForFunction(
      `document.querySelector('main h1, main [role=region]') !== null &&
         document.querySelector('main .bui-Skeleton, [role=progressbar]') === null`,
    );
    await this.page.waitForTimeout(FADE_MS);
  }

  async leave(): Promise<void> {
    await this.#context.close();
  }
}
