import { mkdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pagesOf } from '../browser/pages';
import { startStage } from '../browser/startStage';
import type { Look, Visitor } from '../browser/Visitor';
import {
  approve,
  askForFix,
  enableOrbit,
  launchWebApplication,
  lookNow,
  seeVerified,
} from '../browser/walk';

const OUTPUT = resolve(__dirname, '../../../../docs/screenshots');
const WIDE: Look = { width: 1280, height: 800 };
const NARROW: Look = { width: 400, height: 860 };
const NARROW_PAGES = ['explorer', 'launch', 'run', 'mission-control'];
/** Longer pages are cut: a picture shows what a page is, not all of it. */
const MOST_HEIGHT = 1400;
/** Answers of clusters come after the page. */
const SETTLE_MS = 1_000;
const MOST_BYTES = 250_000;
const MOST_BYTES_TOGETHER = 8_000_000;

/** Makes the same data on fresh demo clusters and takes a picture of every page. */
async function main() {
  await mkdir(OUTPUT, { recursive: true });
  const stage = await startStage();
  try {
    const operator = await stage.enter('operator', WIDE);
    const approver = await stage.enter('approver', WIDE);
    const orbit = await enableOrbit(operator, 'staging');
    await lookNow(operator);
    const run = await launchWebApplication(operator, {
      clusters: ['staging', 'dev'],
      namespace: 'web',
      reachesPods: true,
    });
    await approve(approver, run);
    await seeVerified(operator);
    await askForFix(operator, 'staging');

    const sizes: number[] = [];
    for (const [name, path] of Object.entries(pagesOf({ run, orbit }))) {
      // Whoever has something to decide looks at what waits.
      const visitor = name === 'approvals' ? approver : operator;
      const take = async (kind: string, look: Look) => {
        sizes.push(await picture(visitor, `${name}-${kind}`, path, look));
      };
      await take('light', WIDE);
      await take('dark', { ...WIDE, dark: true });
      if (NARROW_PAGES.includes(name)) {
        await take('400', NARROW);
      }
    }
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    if (bytes > MOST_BYTES_TOGETHER) {
      throw new Error(`The pictures are too large together: ${bytes} bytes`);
    }
  } finally {
    await stage.stop();
  }
}

/** Takes a picture of a page as high as its content; answers its size in bytes. */
async function picture(
  visitor: Visitor,
  name: string,
  path: string,
  look: Look,
): Promise<number> {
  const { page } = visitor;
  await visitor.see(path, look);
  // What arrives late makes a page higher: twice, so that nothing is covered.
  for (const wait of [SETTLE_MS, 0]) {
    await page.waitForTimeout(wait);
    const height = await page.evaluate<number>(
      'document.documentElement.scrollHeight',
    );
    await visitor.look({ ...look, height: Math.min(height, MOST_HEIGHT) });
  }
  const file = join(OUTPUT, `${name}.png`);
  await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
  const { size } = await stat(file);
  if (size > MOST_BYTES) {
    throw new Error(`${name}.png is too large: ${size} bytes`);
  }
  process.stdout.write(`${name}.png ${Math.round(size / 1000)} kB\n`);
  return size;
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
