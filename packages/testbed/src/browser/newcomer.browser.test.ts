import type { Browser } from 'playwright-core';
import { startChromium } from '../chromium/startChromium';
import {
  startReferencePortal,
  type ReferencePortal,
} from './startReferencePortal';
import { Visitor } from './Visitor';
import { approve, launchWebApplication, openedRun, seeVerified } from './walk';

jest.setTimeout(10 * 60_000);

describe('the way of a newcomer', () => {
  let portal: ReferencePortal;
  let browser: Browser;
  const enter = async (as: 'operator' | 'approver' | 'viewer') => {
    const { address } = portal;
    return Visitor.enter({ browser, address, as });
  };

  beforeAll(async () => {
    portal = await startReferencePortal();
    browser = await startChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await portal?.stop();
  });

  it('finds, plans, approves, watches, trusts and undoes a mission', async () => {
    const operator = await enter('operator');
    const approver = await enter('approver');
    const { page } = operator;

    const run = await launchWebApplication(operator);
    await approve(approver, run);
    await seeVerified(operator);
    await page.getByRole('button', { name: /proof/i }).first().click();
    await page.getByRole('tab', { name: /evidence/i }).click();
    await page
      .getByText('Every replica is ready and stays so')
      .first()
      .waitFor();

    await page.getByRole('button', { name: /^undo/i }).first().click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: 'Plan the undo' })
      .click();
    await approve(approver, await openedRun(operator, run));
    await seeVerified(operator);

    expect(operator.errors).toEqual([]);
    expect(approver.errors).toEqual([]);
  });

  it('shows a viewer everything and no button that changes anything', async () => {
    const viewer = await enter('viewer');
    const { page } = viewer;
    await page.getByRole('link', { name: 'AI Missions' }).click();
    await page
      .getByRole('link', { name: /web application/i })
      .first()
      .click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    // Steps of an undo are named after it; these are the actions on the run.
    for (const name of ['Undo…', 'Cancel…', /^approve \d/i]) {
      expect(await page.getByRole('button', { name }).count()).toBe(0);
    }
    expect(viewer.errors).toEqual([]);
  });
});
