import { press } from './keyboard';
import type { Visitor } from './Visitor';
import { WORK_MS } from './workMs';

/** The names of buttons that need more than the right to look. */
const CHANGES =
  /^(undo|cancel|pause|resume|retry|skip|close|approve|reject|plan the|make a new plan|enable|run:|look now|reset|show what|ask to apply|start one)/i;

/** Where and how the web application is installed. */
export interface Installation {
  /** Two clusters. */
  readonly clusters: readonly string[];
  readonly namespace: string;
  /** Whether the API server reaches the pods; not those of a simulated workload. */
  readonly reachesPods: boolean;
}

/** Finds, plans, approves, watches, trusts and undoes the web application. */
export async function goAsNewcomer(
  { operator, approver }: { operator: Visitor; approver: Visitor },
  installation: Installation,
): Promise<void> {
  const run = await launchWebApplication(operator, installation);
  await approve(approver, run);
  await seeVerified(operator);
  await readEvidence(operator);
  await approve(approver, await askToUndo(operator, run));
  await seeVerified(operator);
}

/** From the Explorer to a run that waits for approval; answers the run's address. */
export async function launchWebApplication(
  { page }: Visitor,
  { clusters, namespace, reachesPods }: Installation,
): Promise<string> {
  await page.getByRole('link', { name: 'Explorer' }).first().click();
  await page
    .getByRole('searchbox', { name: /search missions/i })
    .fill('web app');
  await page
    .getByRole('link', { name: 'Web application', exact: true })
    .click();
  await page.getByRole('link', { name: /choose clusters and launch/i }).click();
  await page.getByRole('textbox', { name: /^namespace/i }).fill(namespace);
  if (!reachesPods) {
    await page.getByRole('button', { name: /^advanced/i }).click();
    await page.getByRole('switch', { name: 'Ask the page itself' }).focus();
    await page.keyboard.press('Space');
  }
  for (const cluster of clusters) {
    // By keyboard: the box itself lies under its drawing.
    await page.getByRole('checkbox', { name: `Choose ${cluster}` }).focus();
    await page.keyboard.press('Space');
  }
  await page
    .getByText('Fits')
    .nth(clusters.length - 1)
    .waitFor({ timeout: WORK_MS });
  await page
    .getByRole('button', { name: 'Show what will change on 2 clusters' })
    .click();
  const apply = page.getByRole('button', {
    name: /ask to apply \d+ changes on 2 clusters/i,
  });
  const before = page.url();
  await apply.click({ timeout: WORK_MS });
  return openedRun({ page }, before);
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
export async function approve(visitor: Visitor, run: string): Promise<void> {
  const { page } = visitor;
  await visitor.go(new URL(run).pathname);
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

/** Waits until the page says that a machine checked the outcome on every cluster. */
export async function seeVerified({ page }: Visitor): Promise<void> {
  await page
    .getByText(/^([1-9]\d*) of \1 verified$/)
    .first()
    .waitFor({ timeout: WORK_MS });
}

/** Opens the evidence of a finished run and finds the answer of its check. */
export async function readEvidence({ page }: Visitor): Promise<void> {
  await page.getByRole('button', { name: /proof/i }).first().click();
  await page.getByRole('tab', { name: /evidence/i }).click();
  await page.getByText('Every replica is ready and stays so').first().waitFor();
}

/** From a finished run to its undo, which waits for approval. */
export async function askToUndo(
  { page }: Visitor,
  run: string,
): Promise<string> {
  await page.getByRole('button', { name: /^undo/i }).first().click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: 'Plan the undo' })
    .click();
  return openedRun({ page }, run);
}

/** Enables the orbit of resource limits on one cluster; answers its address. */
export async function enableOrbit(
  visitor: Visitor,
  cluster: string,
): Promise<string> {
  const { page } = visitor;
  await visitor.go(
    `/missions/catalog/mission-control/orbit-resource-limits/launch?target=${cluster}`,
  );
  await press(visitor, /^enable on one cluster/i);
  await page.waitForURL(/\/orbits\/[^/]+$/, { timeout: WORK_MS });
  return page.url();
}

/** On the page of an orbit: lets it look now, and waits for what it finds. */
export async function lookNow(visitor: Visitor): Promise<void> {
  const { page } = visitor;
  await page.getByRole('button', { name: /^look now/i }).click();
  await page.waitForURL(/\/runs\/[^/]+$/, { timeout: WORK_MS });
  await page
    .getByText(/^([1-9]\d*) of \1 looked at$/)
    .first()
    .waitFor({ timeout: WORK_MS });
}

/** Asks for the repair of the demo's broken rollout; the run waits for approval. */
export async function askForFix(
  visitor: Visitor,
  cluster: string,
): Promise<string> {
  return askToApply(
    visitor,
    `fix-wrong-image-tag/launch?target=${cluster}`,
    'one cluster',
  );
}

/** Asks for the web application on two clusters, with an image that nobody can pull. */
export async function askForBrokenInstall(
  visitor: Visitor,
  [one, other]: readonly [string, string],
  namespace: string,
): Promise<string> {
  const parameters = JSON.stringify({ namespace, imageTag: 'does-not-exist' });
  return askToApply(
    visitor,
    `install-web-application/launch?target=${one}&target=${other}&parameters=${encodeURIComponent(
      parameters,
    )}`,
    '2 clusters',
  );
}

async function askToApply(
  visitor: Visitor,
  launch: string,
  clusters: string,
): Promise<string> {
  const { page } = visitor;
  await visitor.go(`/missions/catalog/mission-control/${launch}`);
  await page
    .getByRole('button', { name: `Show what will change on ${clusters}` })
    .click({ timeout: WORK_MS });
  const before = page.url();
  await page
    .getByRole('button', { name: /^ask to apply/i })
    .click({ timeout: WORK_MS });
  return openedRun({ page }, before);
}

/** Waits until the head of the page says which clusters wait for a decision. */
export async function seeWaitsForDecision(
  { page }: Visitor,
  clusters: string,
): Promise<void> {
  await page
    .getByText(new RegExp(`^${clusters} waits? for your decision$`))
    .first()
    .waitFor({ timeout: WORK_MS });
}

/** Presses one of the offers for a failed cluster by keyboard, and confirms it where it asks. */
export async function decideAbout(
  visitor: Visitor,
  run: string,
  cluster: string,
  { offer, confirm }: { offer: string; confirm?: string },
): Promise<void> {
  const { page } = visitor;
  await visitor.go(`${new URL(run).pathname}?target=${cluster}`);
  await page
    .getByRole('group', { name: `Offers for ${cluster}` })
    .waitFor({ timeout: WORK_MS });
  await press(visitor, offer);
  if (confirm) {
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await press(visitor, confirm);
    await dialog.waitFor({ state: 'hidden' });
  }
}

/** What a page offers to press that changes something: the names of these buttons, once each. */
export async function changesOfferedTo({ page }: Visitor): Promise<string[]> {
  const names = await page.evaluate<string[]>(
    `[...document.querySelectorAll('main button')]
       .filter(button => !button.disabled && button.getAttribute('aria-disabled') !== 'true')
       .map(button => button.getAttribute('aria-label') || button.innerText.trim())`,
  );
  return [...new Set(names)].filter(name => CHANGES.test(name));
}
