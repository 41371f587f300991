import { startChromium } from './startChromium';

jest.setTimeout(60_000);

describe('startChromium', () => {
  it('gives a browser that runs scripts', async () => {
    const browser = await startChromium();
    try {
      const page = await browser.newPage();
      await page.setContent('<title>before</title>');
      await page.evaluate("document.title = 'after'");
      expect(await page.title()).toBe('after');
    } finally {
      await browser.close();
    }
  });
});
