import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';

const AXE = require.resolve('axe-core/axe.min.js');

interface Violation {
  rule: string;
  places: string[];
}

/** What axe finds wrong with the page between the portal's frame: rule and place. */
export async function accessibilityFlaws(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(AXE, 'utf8'));
  const violations = await page.evaluate<Violation[]>(
    `axe.run('main', { resultTypes: ['violations'] }).then(({ violations }) =>
       violations.map(({ id, nodes }) => ({
         rule: id,
         places: nodes.map(node => node.html + ' ' + node.failureSummary),
       })),
     )`,
  );
  return violations.flatMap(({ rule, places }) =>
    places.map(place => `${rule}: ${place}`),
  );
}

/** What holds the page and is wider than its place: the page scrolls sideways or is cut off. */
export function sidewaysScrolls(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(
    `(() => {
       const found = [];
       let element = [...document.querySelectorAll('main')].at(-1);
       for (; element; element = element.parentElement) {
         if (element.scrollWidth > element.clientWidth + 1) {
           found.push(element.tagName + ': ' + element.scrollWidth + ' in ' + element.clientWidth);
         }
       }
       return found;
     })()`,
  );
}
