import type { Visitor } from './Visitor';

/** A plan, a rollout or an undo of simulated clusters takes seconds, a busy machine longer. */
export const WORK_MS = 120_000;

/** From the Explorer to a run that waits for approval; answers the run's address. */
export async function launchWebApplication({ page }: Visitor): Promise<string> {
  await page
    .getByRole('searchbox', { name: /search missions/i })
    .fill('web app');
  await page
    .getByRole('link', { name: 'Web application', exact: true })
    .click();
  await page.getByRole('link', { name: /choose clusters and launch/i }).click();
  await choose('staging');
  await choose('dev');
  await page.getByText('Fits').nth(1).waitFor({ timeout: WORK_MS });
  await page
    .getByRole('button', { name: 'Show what will change on 2 clusters' })
    .click();
  const apply = page.getByRole('button', {
    name: /ask to apply \d+ changes on 2 clusters/i,
  });
  await apply.waitFor({ timeout: WORK_MS });
  await apply.click();
  return openedRun({ page }, page.url());

  /** By keyboard: the box itself lies under its drawing. */
  async function choose(cluster: string) {
    await page.getByRole('checkbox', { name: `Choose ${cluster}` }).focus();
    await page.keyboard.press('Space');
  }
}

/** Waits for the page of another run than the one at `address`, until it asks for approval. */
export async function openedRun(
  { page }: Pick<Visitor, 'page'>,
  address: string,
): Promise<string> {
  const before = new URL(address).pathname;
  await page.waitForURL(
    url => /\/runs\/[^/]+$/.test(url.pathname) && url.pathname !== before,
    { timeout: WORK_MS },
  );
  await page
    .getByText('Waits for approval')
    .first()
    .waitFor({ timeout: WORK_MS });
  return page.url();
}

/** Opens a run and approves its plan. */
export async function approve(
  { page }: Visitor,
  address: string,
): Promise<void> {
  await page.goto(address);
  await page
    .getByRole('button', { name: /^approve/i })
    .first()
    .click({ timeout: WORK_MS });
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').first().fill('Looked at the plan');
  await dialog
    .getByRole('button', { name: /^approve/i })
    .last()
    .click();
  await dialog.waitFor({ state: 'hidden' });
}

/** Waits until the page says that a machine checked the outcome. */
export async function seeVerified({ page }: Visitor): Promise<void> {
  await page.getByText('Verified').first().waitFor({ timeout: WORK_MS });
}
