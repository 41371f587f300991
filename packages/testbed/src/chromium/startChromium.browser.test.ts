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

  it('stays when one of several windows is closed', async () => {
    const browser = await startChromium();
    try {
      const [first, second] = [
        await browser.newContext(),
        await browser.newContext(),
      ];
      await (await first.newPage()).setContent('<title>first</title>');
      await first.close();
      const page = await second.newPage();
      await page.setContent('<title>second</title>');
      expect(await page.title()).toBe('second');
    } finally {
      await browser.close();
    }
  });
});
