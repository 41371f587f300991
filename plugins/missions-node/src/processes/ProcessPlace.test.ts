import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { isProvenGone, placeOfThisProcess } from './ProcessPlace';

describe('the place of a process', () => {
  const here = placeOfThisProcess();

  it('names this process', () => {
    expect(here.pid).toBe(process.pid);
    expect(here.proof).toMatch(/^\S+ pid:\[\d+\] \d+$/);
  });

  it('says nothing about a process that lives', () => {
    expect(isProvenGone(here)).toBe(false);
  });

  it('proves that a process ended', async () => {
    const child = spawn('sleep', ['1000'], { stdio: 'ignore' });
    const gone = { ...here, pid: child.pid! };
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isProvenGone(gone)).toBe(true);
  });

  it('is not misled by an id that was used again', () => {
    const before = { ...here, proof: here.proof!.replace(/\d+$/, '1') };
    expect(isProvenGone(before)).toBe(true);
  });

  it.each([
    ['another boot', `00000000-0000-0000-0000-000000000000 pid:[1] 5`],
    ['another namespace', here.proof!.replace(/pid:\[\d+\]/, () => 'pid:[1]')],
    ['no proof', undefined],
  ])('proves nothing about %s', (_title, proof) => {
    expect(isProvenGone({ ...here, pid: 999_999, proof })).toBe(false);
  });
});
