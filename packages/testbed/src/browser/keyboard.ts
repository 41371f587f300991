import type { Visitor } from './Visitor';
import { WORK_MS } from './workMs';

/** Goes to a button by the tab key and presses it, as somebody without a mouse. */
export async function press(
  visitor: Visitor,
  name: string | RegExp,
): Promise<void> {
  await tabTo(visitor, name);
  await visitor.page.keyboard.press('Enter');
}

/** Presses the tab key until a button has the focus. */
export async function tabTo(
  { page }: Visitor,
  name: string | RegExp,
): Promise<void> {
  const button = page
    .getByRole('button', { name, disabled: false })
    .and(page.locator(':focus'));
  await page
    .getByRole('button', { name, disabled: false })
    .first()
    .waitFor({ timeout: WORK_MS });
  for (let tabs = 0; tabs < 200; tabs += 1) {
    if ((await button.count()) > 0) {
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`The tab key does not reach the button ${name}`);
}
