import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startStage, type Stage } from '../browser/startStage';
import type { Visitor } from '../browser/Visitor';
import { approve, openedRun, readEvidence, seeVerified } from '../browser/walk';
import { WORK_MS } from '../browser/workMs';
import { browserStorage, fillStorage, PLACES } from './browserStorage';
import { CANARY, formsIn } from './canaryForms';
import { processList } from './processes';

jest.setTimeout(6 * 60_000);

const LAUNCH =
  '/missions/catalog/mission-control/install-web-application/launch';

const SLEEP = 'setTimeout(() => {}, 60_000)';

describe('a secret that somebody types into the portal', () => {
  let stage: Stage;
  let operator: Visitor;
  let approver: Visitor;
  /** Addresses of pages and requests, and what the console says. */
  const told: string[] = [];

  beforeAll(async () => {
    stage = await startStage();
    operator = await stage.enter('operator');
    approver = await stage.enter('approver');
    for (const { page } of [operator, approver]) {
      page.on('framenavigated', frame => told.push(frame.url()));
      page.on('request', request => told.push(request.url()));
      page.on('console', message => told.push(message.text()));
    }
  });
  afterAll(async () => stage?.stop());

  const found = (texts: readonly string[]) =>
    texts.filter(text => formsIn(text).length > 0);

  async function expectNowhere() {
    for (const { page } of [operator, approver]) {
      const kept = await browserStorage(page);
      expect(kept.length).toBeGreaterThan(6);
      expect(found(kept)).toEqual([]);
    }
    expect(told.length).toBeGreaterThan(10);
    expect(found(told)).toEqual([]);
    const processes = await processList();
    expect(processes.length).toBeGreaterThan(4);
    expect(found(processes)).toEqual([]);
  }

  it('is kept nowhere, in no address and no process: not while it is typed, planned, approved and run', async () => {
    const { page } = operator;
    const secret = page.getByLabel(/^API token/i).first();
    const openAdvanced = () =>
      page.getByRole('button', { name: /^advanced/i }).click();
    await operator.see(LAUNCH);
    await page.getByRole('textbox', { name: /^namespace/i }).fill('canary');
    await openAdvanced();
    await secret.fill(CANARY);
    await page.getByRole('checkbox', { name: 'Choose dev' }).focus();
    await page.keyboard.press('Space');
    await page.getByText('Fits').first().waitFor({ timeout: WORK_MS });
    expect(await secret.inputValue()).toBe(CANARY);
    await expectNowhere();

    await page
      .getByRole('button', { name: 'Show what will change on one cluster' })
      .click();
    const apply = page.getByRole('button', {
      name: /^ask to apply \d+ changes on one cluster/i,
    });
    await apply.waitFor({ timeout: WORK_MS });
    await expectNowhere();
    const before = page.url();
    await apply.click();
    const run = await openedRun(operator, before);
    await expectNowhere();

    // A page that is loaded anew has only what was kept.
    await page.reload();
    await page
      .getByText('Waits for approval')
      .first()
      .waitFor({ timeout: WORK_MS });
    expect(formsIn(await page.content())).toEqual([]);
    await expectNowhere();

    await approve(approver, run);
    await seeVerified(operator);
    await readEvidence(operator);
    expect(formsIn(await page.content())).toEqual([]);
    expect(formsIn(await approver.page.content())).toEqual([]);
    await expectNowhere();
  });

  it('is gone from the form of somebody who comes back', async () => {
    const { page } = operator;
    await operator.see(LAUNCH);
    await page.getByRole('button', { name: /^advanced/i }).click();
    const secret = page.getByLabel(/^API token/i).first();
    expect(await secret.inputValue()).toBe('');
    expect(operator.errors).toEqual([]);
  });

  it('would be found wherever a page keeps things, and in a process', async () => {
    await fillStorage(operator.page, CANARY);
    expect(found(await browserStorage(operator.page))).toHaveLength(PLACES);
    const child = spawn(process.execPath, ['--eval', SLEEP, CANARY], {
      stdio: 'ignore',
      env: { PIN: CANARY },
    });
    try {
      await once(child, 'spawn');
      expect(found(await processList())).toHaveLength(2);
    } finally {
      child.kill('SIGKILL');
    }
  });
});
