import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { startChromium } from '../chromium/startChromium';
import { startReferencePortal } from '../browser/startReferencePortal';
import { Visitor } from '../browser/Visitor';
import { approve, launchWebApplication, seeVerified } from '../browser/walk';

const OUTPUT = resolve(__dirname, '../../../../docs/screenshots');
/** Time for the last data to arrive and be drawn. */
const SETTLE_MS = 2_500;

/** Page → address below /missions; `run` stands for the run that was made. */
const pages = {
  explorer: () => '/catalog',
  mission: () => '/catalog/mission-control/install-web-application',
  launch: () =>
    '/catalog/mission-control/install-web-application/launch?target=staging&target=dev',
  run: (run: string) => run,
  'ai-missions': () => '/runs',
  approvals: () => '/approvals',
  'mission-control': () => '/control',
  'ground-control': () => '/orbits',
  clusters: () => '/clusters',
  actions: () => '/actions',
} as const;

/** Takes a picture of every page, light and dark, and two narrow ones. */
async function main() {
  await mkdir(OUTPUT, { recursive: true });
  const portal = await startReferencePortal();
  const browser = await startChromium();
  try {
    const { address } = portal;
    const operator = await Visitor.enter({ browser, address, as: 'operator' });
    const run = await launchWebApplication(operator);
    const approver = await Visitor.enter({ browser, address, as: 'approver' });
    await approve(approver, run);
    await seeVerified(operator);
    const runPath = new URL(run).pathname.replace('/missions', '');

    for (const dark of [false, true]) {
      const visitor = await Visitor.enter({
        browser,
        address,
        as: 'operator',
        dark,
      });
      for (const [name, path] of Object.entries(pages)) {
        await picture(
          address,
          visitor,
          `${name}-${dark ? 'dark' : 'light'}`,
          path(runPath),
        );
      }
      await visitor.leave();
    }
    const narrow = await Visitor.enter({
      browser,
      address,
      as: 'operator',
      width: 400,
      height: 860,
    });
    await picture(address, narrow, 'explorer-400', pages.explorer());
    await picture(address, narrow, 'run-400', pages.run(runPath));
  } finally {
    await browser.close();
    await portal.stop();
  }
}

async function picture(
  address: string,
  { page }: Visitor,
  name: string,
  path: string,
) {
  await page.goto(`${address}/missions${path}`);
  await page.waitForTimeout(SETTLE_MS);
  await page.screenshot({ path: `${OUTPUT}/${name}.png`, fullPage: true });
  process.stdout.write(`${name}.png\n`);
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
