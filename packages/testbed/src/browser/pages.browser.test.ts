import { accessibilityFlaws, sidewaysScrolls } from './flaws';
import { press, tabTo } from './keyboard';
import { pagesOf } from './pages';
import { startStage, type Stage } from './startStage';
import type { Visitor } from './Visitor';
import {
  approve,
  askForBrokenInstall,
  changesOfferedTo,
  decideAbout,
  enableOrbit,
  openedRun,
  readEvidence,
  seeVerified,
  seeWaitsForDecision,
} from './walk';
import { WORK_MS } from './workMs';

jest.setTimeout(6 * 60_000);

// One portal for all: its start alone takes ten seconds.
describe('every page', () => {
  let stage: Stage;
  let operator: Visitor;
  let approver: Visitor;
  const made: Record<'run' | 'orbit', string> = { run: '', orbit: '' };

  beforeAll(async () => {
    stage = await startStage();
    operator = await stage.enter('operator');
    approver = await stage.enter('approver');
  });
  afterAll(async () => stage?.stop());

  it('plans, asks and approves by keyboard alone', async () => {
    const { page } = operator;
    const parameters = encodeURIComponent('{"namespace":"by-keyboard"}');
    await operator.go(
      `/missions/catalog/mission-control/install-web-application/launch?target=dev&parameters=${parameters}`,
    );
    await page.getByText('Fits').first().waitFor({ timeout: WORK_MS });
    await press(operator, 'Show what will change on one cluster');
    const before = page.url();
    await press(operator, /^ask to apply \d+ changes on one cluster/i);
    const run = await openedRun(operator, before);
    await approver.go(new URL(run).pathname);

    const approving = approver.page;
    await press(approver, /^approve/i);
    await approving.getByRole('dialog').waitFor();
    await approving.keyboard.type('Looked at the plan');
    await tabTo(approver, /^approve/i);
    await approving.keyboard.press('Enter');
    await approving.getByRole('dialog').waitFor({ state: 'hidden' });
    await seeVerified(operator);
    made.run = run;
  });

  it('has no page with an accessibility flaw, or one that scrolls sideways at 400 px', async () => {
    const { page } = operator;
    made.orbit = await enableOrbit(operator, 'staging');
    const flaws: string[] = [];
    for (const [name, path] of Object.entries(pagesOf(made))) {
      await operator.see(path, { width: 1440 });
      flaws.push(...(await named(`${name} light`, accessibilityFlaws(page))));
      await operator.look({ dark: true, width: 400, height: 860 });
      flaws.push(...(await named(`${name} dark`, accessibilityFlaws(page))));
      flaws.push(...(await named(`${name} narrow`, sidewaysScrolls(page))));
    }
    expect(flaws).toEqual([]);
    expect(operator.errors).toEqual([]);
  });

  it('shows a failed run as waiting, which the operator retries, undoes on one cluster and closes on the other, while a viewer looks on', async () => {
    const viewer = await stage.enter('viewer');
    const run = await askForBrokenInstall(
      operator,
      ['staging', 'dev'],
      'cannot-be-pulled',
    );
    const { pathname } = new URL(run);
    await viewer.see(pathname);
    await viewer.page.getByText('cannot-be-pulled/web').first().waitFor();
    expect(await changesOfferedTo(viewer)).toEqual([]);

    await approve(approver, run);
    await seeWaitsForDecision(operator, 'staging and dev');
    await operator.see('/missions/runs');
    await operator.page
      .getByRole('row')
      .filter({ hasText: 'Decide about 2 failed clusters' })
      .getByRole('link', { name: 'Decide…' })
      .click();
    await seeWaitsForDecision(operator, 'staging and dev');
    expect(await changesOfferedTo(operator)).not.toEqual([]);

    // The page of the viewer came so far by itself.
    const looking = viewer.page;
    await looking.getByText('Needs a decision').nth(2).waitFor();
    await looking
      .getByText(/ImagePullBackOff/)
      .filter({ visible: true })
      .first()
      .waitFor();
    await looking.getByRole('tab', { name: /^evidence/i }).click();
    await looking
      .getByRole('tabpanel')
      .getByText(/Deployment/)
      .first()
      .waitFor();
    expect(await changesOfferedTo(viewer)).toEqual([]);

    await decideAbout(operator, run, 'staging', {
      offer: 'Retry Wait until it is rolled out',
    });
    await operator.page
      .getByText(/To be tried again/)
      .first()
      .waitFor();
    await seeWaitsForDecision(operator, 'staging and dev');
    await decideAbout(operator, run, 'dev', {
      offer: 'Undo dev…',
      confirm: 'Undo dev',
    });
    const undo = await openedRun(operator, run);
    await approve(approver, undo);
    await seeVerified(operator);
    await operator.go(pathname);
    await seeWaitsForDecision(operator, 'staging');
    await decideAbout(operator, run, 'staging', {
      offer: 'Close as failed…',
      confirm: 'Close staging',
    });
    await operator.page
      .getByText(/^Failed on /)
      .first()
      .waitFor();
    await looking
      .getByText(/^Failed on /)
      .first()
      .waitFor();

    expect([...operator.errors, ...viewer.errors]).toEqual([]);
    await viewer.leave();
  });

  it('shows a viewer every page, and nothing that changes anything', async () => {
    const viewer = await stage.enter('viewer');
    const { page } = viewer;
    const flaws: string[] = [];
    for (const [name, path] of Object.entries(pagesOf(made))) {
      await viewer.see(path);
      const found = [
        ...(await changesOfferedTo(viewer)),
        ...(await page.getByRole('alert').allInnerTexts()),
        ...viewer.errors.splice(0),
      ];
      flaws.push(...found.map(flaw => `${name}: ${flaw}`));
    }
    expect(flaws).toEqual([]);

    await viewer.see(new URL(made.run).pathname);
    await readEvidence(viewer);
    await page.getByRole('button', { name: /^apply the app/i }).click();
    await page.getByRole('tab', { name: /^log/i }).click();
    await page
      .getByRole('log')
      .getByText(/Deployment/)
      .first()
      .waitFor();
    await page.getByRole('tab', { name: /^changes/i }).click();
    await page.getByText('Deployment').first().waitFor();
    expect(viewer.errors).toEqual([]);
    await viewer.leave();
  });
});

async function named(where: string, found: Promise<string[]>) {
  return (await found).map(flaw => `${where}: ${flaw}`);
}
