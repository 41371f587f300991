import { startStage, type Stage } from './startStage';
import type { Visitor } from './Visitor';
import {
  approve,
  askForBrokenInstall,
  goAsNewcomer,
  seeVerified,
  seeWaitsForDecision,
} from './walk';
import { WORK_MS } from './workMs';

jest.setTimeout(6 * 60_000);

// One portal for all: its start alone takes ten seconds.
describe('the ways into a run', () => {
  let stage: Stage;
  let operator: Visitor;
  let approver: Visitor;

  beforeAll(async () => {
    stage = await startStage();
    operator = await stage.enter('operator');
    approver = await stage.enter('approver');
  });
  afterAll(async () => stage?.stop());

  it('leads a newcomer from the Explorer to an undone mission', async () => {
    await goAsNewcomer(
      { operator, approver },
      {
        clusters: ['staging', 'dev'],
        namespace: 'newcomer',
        reachesPods: true,
      },
    );
    expect([...operator.errors, ...approver.errors]).toEqual([]);
  });

  it("fills in an entity's cluster, namespace and name from its tab", async () => {
    const { page } = operator;
    await operator.go('/catalog/default/component/checkout');
    await page
      .getByRole('navigation', { name: 'Content navigation' })
      .getByRole('link', { name: 'Missions' })
      .click();
    await page
      .getByRole('link', { name: 'Launch… Image cannot be pulled' })
      .click();
    await page.getByText('1 of 3 chosen').waitFor({ timeout: WORK_MS });
    expect(
      await page.getByRole('checkbox', { name: 'Choose staging' }).isChecked(),
    ).toBe(true);
    expect(
      await page.getByRole('textbox', { name: /^namespace/i }).inputValue(),
    ).toBe('shop');
    expect(
      await page.getByRole('textbox', { name: /^deployment/i }).inputValue(),
    ).toBe('checkout');
    const { searchParams } = new URL(page.url());
    expect(JSON.parse(searchParams.get('parameters') ?? '')).toMatchObject({
      namespace: 'shop',
      deployment: 'checkout',
    });
    expect(searchParams.get('entity')).toBe('component:default/checkout');
  });

  it('starts a run from a software template, which finishes', async () => {
    const { page } = operator;
    await operator.go('/create/templates/default/install-web-application');
    await page.getByLabel(/namespace/i).fill('from-template');
    await page.getByRole('button', { name: /^review$/i }).click();
    await page.getByRole('button', { name: /^create$/i }).click();
    const run = await page
      .getByRole('link', { name: /^open the run/i })
      .getAttribute('href', { timeout: WORK_MS });
    await operator.go(new URL(run ?? '').pathname);
    await approve(approver, page.url());
    await seeVerified(operator);
  });

  it('tells the starter by a notification that a run waits for a decision', async () => {
    const { page } = operator;
    const run = await askForBrokenInstall(
      operator,
      ['staging', 'dev'],
      'not-pulled',
    );
    await approve(approver, run);
    await seeWaitsForDecision(operator, 'staging and dev');
    await operator.go('/notifications');
    await page
      .getByText(/^Failed on .+, decide how to go on: Web application$/)
      .first()
      .waitFor({ timeout: WORK_MS });
  });
});
