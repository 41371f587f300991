import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UrlReaderService } from '@backstage/backend-plugin-api';
import { sleepAction } from '../actions';
import { Registry } from '../registry';
import { DirectorySource } from './DirectorySource';
import { loadSource } from './loadSource';
import type { MissionSource } from './MissionSource';
import { UrlSource } from './UrlSource';

const registry = new Registry();
registry.addActions(sleepAction);

const good = (name: string) => `apiVersion: mission-control.dev/v1alpha1
kind: Mission
metadata: { name: ${name}, title: Wait, description: Waits a moment }
spec:
  type: sequence
  steps:
    - { id: wait, action: core:sleep, input: { seconds: 1 } }
`;

const of = (files: Record<string, string>): MissionSource => ({
  name: 'test',
  location: 'nowhere',
  everySeconds: 60,
  read: async () => ({
    files: Object.entries(files).map(([location, text]) => ({
      location,
      text,
    })),
    unreadable: [],
  }),
});

describe('loadSource', () => {
  it('takes the good files beside a broken one, and says where it is broken', async () => {
    const { missions, problems } = await loadSource({
      registry,
      source: of({
        'a/mission.yaml': good('a'),
        'b/mission.yaml': good('b').replace('core:sleep', 'core:sleeep'),
        'c/mission.yaml': 'kind: [',
      }),
    });
    const errors = problems.filter(each => each.severity === 'error');
    expect(missions?.map(mission => mission.summary.ref)).toEqual(['test/a']);
    expect(errors).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          location: 'b/mission.yaml',
          code: 'ACTION_UNKNOWN',
          line: 7,
          remedy: expect.any(String),
        }),
        expect.objectContaining({ location: 'c/mission.yaml', line: 1 }),
      ]),
    );
  });

  it('takes neither of two files with one name, and names both', async () => {
    const { missions, problems } = await loadSource({
      registry,
      source: of({ 'x.yaml': good('same'), 'y.yaml': good('same') }),
    });
    expect(missions).toEqual([]);
    expect(
      problems
        .filter(problem => problem.code === 'MISSION_DUPLICATE')
        .map(problem => problem.location),
    ).toEqual(['x.yaml', 'y.yaml']);
  });

  it('keeps what was there when the source does not answer', async () => {
    const source = {
      ...of({}),
      read: async () => {
        throw new Error('no route to host');
      },
    };
    const { missions, problems } = await loadSource({ registry, source });
    expect(missions).toBeUndefined();
    expect(problems[0].message).toBe('It cannot be read: no route to host');
  });
});

describe('DirectorySource', () => {
  let path: string;

  beforeEach(async () => {
    path = await mkdtemp(join(tmpdir(), 'missions-source-'));
  });

  afterEach(async () => {
    await rm(path, { recursive: true, force: true });
  });

  it('finds missions with their README and refuses a huge file', async () => {
    for (const name of ['one', 'huge', '.hidden', 'node_modules']) {
      await mkdir(join(path, name));
    }
    await writeFile(join(path, 'one', 'mission.yaml'), good('one'));
    await writeFile(join(path, 'one', 'README.md'), '# One');
    await writeFile(join(path, 'one', 'values.yaml'), 'a: 1');
    await writeFile(join(path, '.hidden', 'mission.yaml'), good('hidden'));
    await writeFile(join(path, 'node_modules', 'mission.yaml'), good('dep'));
    await writeFile(join(path, 'huge', 'mission.yaml'), 'x'.repeat(600_000));
    const source = new DirectorySource({ name: 'd', path, everySeconds: 60 });
    const { files, unreadable } = await source.read();
    expect(files).toEqual([
      { location: 'one/mission.yaml', text: good('one'), readme: '# One' },
    ]);
    expect(unreadable).toEqual([
      {
        location: 'huge/mission.yaml',
        error: expect.objectContaining({ code: 'PAYLOAD_TOO_LARGE' }),
      },
    ]);
  });

  it('fails as a whole when the directory is not there', async () => {
    const source = new DirectorySource({
      name: 'd',
      path: join(path, 'none'),
      everySeconds: 60,
    });
    await expect(source.read()).rejects.toThrow('ENOENT');
  });
});

describe('UrlSource', () => {
  const buffer = (text: string) => async () => Buffer.from(text);

  it('reads one file, and its README where there is one', async () => {
    const reader = {
      readUrl: async (url: string) => {
        if (url.endsWith('README.md')) {
          throw new Error('404');
        }
        return { buffer: buffer(good('one')) };
      },
    } as unknown as UrlReaderService;
    const target = 'https://example.com/missions/one/mission.yaml';
    const source = new UrlSource({
      name: 'u',
      target,
      everySeconds: 60,
      reader,
    });
    expect((await source.read()).files).toEqual([
      { location: target, text: good('one'), readme: undefined },
    ]);
  });

  it('reads every mission of a tree and names what is too large', async () => {
    const entries = [
      { path: 'a/mission.yaml', content: buffer(good('a')) },
      { path: 'a/README.md', content: buffer('# A') },
      { path: 'b/mission.yaml', content: buffer('x'.repeat(600_000)) },
      { path: 'c/mission.yaml', content: buffer(good('c')) },
      { path: 'c/README.md', content: buffer('x'.repeat(600_000)) },
      { path: 'd/values.yaml', content: buffer('a: 1') },
      { path: 'e/mission.yaml', size: 9_000_000, content: buffer('') },
    ];
    const reader = {
      // Some integrations do not know the size before they unpack.
      readTree: async (
        _url: string,
        { filter }: { filter(path: string, info?: object): boolean },
      ) => ({
        files: async () =>
          entries.filter(({ path, size }) =>
            filter(path, size ? { size } : undefined),
          ),
      }),
    } as unknown as UrlReaderService;
    const source = new UrlSource({
      name: 'u',
      target: 'https://github.com/org/repo/tree/main/missions',
      everySeconds: 60,
      reader,
    });
    const { files, unreadable } = await source.read();
    expect(files.map(file => [file.location, file.readme])).toEqual([
      ['a/mission.yaml', '# A'],
      ['c/mission.yaml', undefined],
    ]);
    expect(
      unreadable.map(({ location, error }) => [location, error.message]),
    ).toEqual([
      ['e/mission.yaml', expect.stringContaining('9000000 bytes')],
      ['b/mission.yaml', expect.stringContaining('600000 bytes')],
    ]);
  });
});
