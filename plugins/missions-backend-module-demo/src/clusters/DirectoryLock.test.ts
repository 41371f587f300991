import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { placeOfThisProcess } from '@mission-control/plugin-missions-node';
import { DirectoryLock } from './DirectoryLock';

const LEASE_MS = 600;
const here = placeOfThisProcess();

describe('DirectoryLock', () => {
  let folder: string;
  const take = (place = here) =>
    DirectoryLock.take(folder, { leaseMs: LEASE_MS, place });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'missions-demo-lock-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('refuses a second process and names folder, holder and remedy', async () => {
    const first = await take();
    await expect(take()).rejects.toThrow(
      `The demo clusters in ${folder} belong to process ${process.pid} on ${here.host}, and only one process may use them. Stop it, or set another missions.demo.directory.`,
    );
    first.assertOwned();
    await first.release();
    const second = await take();
    await second.release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('passes on at once from a holder that is proven to be gone', async () => {
    const killed = await take({ ...here, proof: `${here.proof}1` });
    const begun = performance.now();
    const next = await take();
    expect(performance.now() - begun).toBeLessThan(LEASE_MS / 2);
    await sleep(LEASE_MS / 2);
    expect(() => killed.assertOwned()).toThrow(
      'another process may have taken over',
    );
    await killed.release();
    next.assertOwned();
    await next.release();
  });

  it('passes on after a lease from a holder that gives no sign', async () => {
    await writeFile(
      join(folder, 'lock'),
      JSON.stringify({ owner: 'silent', host: here.host, pid: 1 }),
    );
    const begun = performance.now();
    const next = await take();
    expect(performance.now() - begun).toBeGreaterThan(LEASE_MS / 2);
    await next.release();
  });

  it('stays with a holder that was too busy to touch it, unless another took it', async () => {
    const busy = await take();
    blockFor(LEASE_MS * 1.2);
    busy.assertOwned();
    await writeFile(
      join(folder, 'lock'),
      JSON.stringify({ ...here, owner: 'another' }),
    );
    blockFor(LEASE_MS * 1.2);
    expect(() => busy.assertOwned()).toThrow(
      'another process may have taken over',
    );
    await busy.release();
  });
});

/** As a start that loads much does: no timer fires meanwhile. */
function blockFor(milliseconds: number) {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}
