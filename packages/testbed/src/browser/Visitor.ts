import type { Browser, BrowserContext, Page } from 'playwright-core';

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
  static async enter(options: {
    browser: Browser;
    address: string;
    as: 'operator' | 'approver' | 'viewer';
    dark?: boolean;
    width?: number;
    height?: number;
  }): Promise<Visitor> {
    const { browser, address, as, dark, width = 1440, height = 900 } = options;
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme: dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    const visitor = new Visitor(context, page);
    await page.goto(address);
    await page.getByRole('button', { name: `Enter as ${as}` }).click();
    return visitor;
  }

  async leave(): Promise<void> {
    await this.#context.close();
  }
}
