import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UrlReaderService } from '@backstage/backend-plugin-api';
import { createMissionCheck } from '@mission-control/plugin-missions-node';
import { z } from 'zod';
import { approveAction, sleepAction } from '../actions';
import { Registry } from '../registry';
import { DirectorySource } from './DirectorySource';
import { loadSource } from './loadSource';
import type { MissionSource } from './MissionSource';
import { UrlSource } from './UrlSource';

const registry = new Registry();
registry.addActions(approveAction, sleepAction);
registry.addChecks(
  createMissionCheck({
    id: 'test:value',
    description: 'Compares a value.',
    examples: [],
    schema: {
      input: z.strictObject({
        value: z.string().max(1),
        either: z
          .union([
            z.record(z.string(), z.unknown()),
            z.array(z.object({ op: z.enum(['add']) })),
          ])
          .optional(),
      }),
    },
    run: async () => ({ status: 'pass', message: 'Same', evidence: [] }),
  }),
);

const good = (name: string) => `apiVersion: mission-control.dev/v1alpha1
kind: Mission
metadata: { name: ${name}, title: Wait, description: Waits a moment }
spec:
  type: sequence
  steps:
    - { id: wait, action: core:sleep, input: { duration: 1s } }
`;

const of = (
  files: Record<string, string>,
  beside: Record<string, string> = {},
): MissionSource => ({
  name: 'test',
  location: 'nowhere',
  isDirectory: false,
  everySeconds: 60,
  read: async () => ({
    files: Object.entries(files).map(([location, text]) => ({
      location,
      text,
    })),
    unreadable: [],
  }),
  readBeside: async named =>
    named.map(({ beside: mission, path }) => {
      const text = beside[`${mission} ${path}`];
      return text === undefined ? { error: new Error('ENOENT') } : { text };
    }),
});

/** A mission that names a file for demo clusters. */
const tried = (name: string) =>
  good(name).replace('spec:', 'spec:\n  demo: { fixtures: demo/a.yaml }');
const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: team }';

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

  it.each([
    ['an action', 'duration: 1s', 'durtion: 1s', 'spec.steps[0].input.durtion'],
    [
      'a form',
      'duration: 1s',
      'duration: 5 ly',
      'spec.steps[0].input.duration',
    ],
    ['a check', 'value: a', 'valeu: a', 'spec.verify[0].input.valeu'],
    ['a bound', 'value: a', 'value: ab', 'spec.verify[0].input.value'],
    [
      'an alternative',
      'value: a',
      'value: a, either: [{ op: ad }]',
      'spec.verify[0].input.either[0].op',
    ],
  ])('refuses a wrong input of %s', async (_, right, wrong, path) => {
    const text = `${good(
      'a',
    )}  verify: [{ id: same, check: test:value, input: { value: a } }]\n`;
    const load = (mission: string) =>
      loadSource({ registry, source: of({ 'mission.yaml': mission }) });
    expect((await load(text)).missions).toHaveLength(1);
    const { missions, problems } = await load(text.replace(right, wrong));
    expect(missions).toEqual([]);
    expect(problems).toContainEqual(
      expect.objectContaining({ code: 'ACTION_INPUT_INVALID', path }),
    );
  });

  it('says of the time of an approval how to write it', async () => {
    const { problems } = await loadSource({
      registry,
      source: of({
        'a/mission.yaml': good('a').replace(
          'core:sleep, input: { duration: 1s }',
          'core:approve, input: { message: Go on?, expires: soon }',
        ),
      }),
    });
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([
      expect.objectContaining({
        path: 'spec.steps[0].input.expires',
        line: 7,
        column: expect.any(Number),
        remedy: 'Change it to a duration such as 1h30m.',
      }),
    ]);
  });

  it('takes inputs that are known in a run only', async () => {
    const text = good('a')
      .replace(
        'spec:',
        'spec:\n  parameters: { properties: { n: { type: string } } }',
      )
      .replace('duration: 1s', "duration: '${{ parameters.n }}s'");
    const { missions } = await loadSource({
      registry,
      source: of({ 'mission.yaml': text }),
    });
    expect(missions).toHaveLength(1);
  });

  it('warns of a directory whose YAML files have other names', async () => {
    const path = await mkdtemp(join(tmpdir(), 'missions-'));
    const load = () =>
      loadSource({
        registry,
        source: new DirectorySource({ name: 'test', path, everySeconds: 60 }),
      });
    try {
      expect((await load()).problems).toEqual([]);
      await mkdir(join(path, 'a'));
      await writeFile(join(path, 'a', 'wait.yaml'), good('a'));
      expect((await load()).problems).toEqual([
        expect.objectContaining({
          location: path,
          severity: 'warning',
          message: expect.stringContaining('such as a/wait.yaml, are not read'),
          remedy: 'Call mission files mission.yaml or <name>.mission.yaml.',
        }),
      ]);
      await writeFile(join(path, 'a', 'wait.mission.yaml'), good('a'));
      const { missions, problems } = await load();
      expect(missions).toHaveLength(1);
      expect(problems.map(({ location }) => location)).not.toContain(path);
    } finally {
      await rm(path, { recursive: true });
    }
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

  it('reads what missions need on demo clusters, and says which file is wrong', async () => {
    const { missions, fixtures, problems } = await loadSource({
      registry,
      source: of(
        {
          'a/mission.yaml': tried('a'),
          'b/mission.yaml': tried('b'),
          'c/mission.yaml': tried('c'),
          'd/mission.yaml': good('d'),
        },
        {
          'a/mission.yaml demo/a.yaml': namespace,
          'b/mission.yaml demo/a.yaml': `${namespace}\n---\nkind: Pod`,
        },
      ),
    });
    expect(missions?.map(({ summary }) => summary.name)).toEqual([
      'a',
      'b',
      'c',
      'd',
    ]);
    expect(fixtures).toEqual([
      {
        missionRef: 'test/a',
        location: 'a/demo/a.yaml',
        object: {
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: { name: 'team' },
        },
      },
    ]);
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([
      expect.objectContaining({
        source: 'test',
        missionRef: 'test/b',
        location: 'b/demo/a.yaml',
        line: 5,
        message: expect.stringContaining('is no Kubernetes object'),
      }),
      expect.objectContaining({
        missionRef: 'test/c',
        location: 'c/demo/a.yaml',
        message: 'The file of demo.fixtures cannot be read: ENOENT',
        remedy: expect.any(String),
      }),
    ]);
  });

  it('keeps missions when the files beside them cannot be asked for', async () => {
    const { missions, fixtures, problems } = await loadSource({
      registry,
      source: {
        ...of({ 'a/mission.yaml': tried('a') }),
        readBeside: async () => {
          throw new Error('no route to host');
        },
      },
    });
    expect(missions).toHaveLength(1);
    expect(fixtures).toEqual([]);
    expect(problems).toContainEqual(
      expect.objectContaining({
        location: 'a/demo/a.yaml',
        message: expect.stringContaining('no route to host'),
      }),
    );
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
    await writeFile(join(path, 'huge', 'mission.yaml'), 'x'.repeat(1_100_000));
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

  it('follows links inside of it, and names those that lead out or nowhere', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'missions-outside-'));
    await writeFile(join(outside, 'mission.yaml'), 'secret');
    // As a mounted ConfigMap has it.
    await mkdir(join(path, '..2026_01'));
    await writeFile(join(path, '..2026_01', 'v.mission.yaml'), good('v'));
    await symlink('..2026_01', join(path, '..data'));
    await symlink('..data/v.mission.yaml', join(path, 'v.mission.yaml'));
    await mkdir(join(path, 'one'));
    await writeFile(join(path, 'one', 'mission.yaml'), good('one'));
    await symlink('one', join(path, 'again'));
    await symlink('..', join(path, 'one', 'circle'));
    await symlink(outside, join(path, 'out'));
    await writeFile(join(outside, 'LICENSE'), 'text');
    await symlink(join(outside, 'LICENSE'), join(path, 'LICENSE'));
    await symlink('none.yaml', join(path, 'gone.mission.yaml'));
    const source = new DirectorySource({ name: 'd', path, everySeconds: 60 });
    const { missions, problems } = await loadSource({ registry, source });
    await rm(outside, { recursive: true });
    expect(missions?.map(({ location }) => location)).toEqual([
      'one/mission.yaml',
      'v.mission.yaml',
    ]);
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([
      expect.objectContaining({
        location: 'gone.mission.yaml',
        message: 'It cannot be read: It is a link that leads nowhere',
        remedy: 'Correct the link, or remove it.',
      }),
      expect.objectContaining({
        location: 'out',
        message: expect.stringContaining('leads out of the directory'),
        remedy: 'Put the file itself below the directory of the source.',
      }),
    ]);
  });

  it('reads a file beside a mission, but no link, no large one and no pipe', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'missions-outside-'));
    await mkdir(join(path, 'one', 'demo'), { recursive: true });
    await writeFile(join(path, 'one', 'demo', 'a.yaml'), namespace);
    await writeFile(join(path, 'one', 'huge.yaml'), 'x'.repeat(1_100_000));
    await writeFile(join(outside, 'a.yaml'), 'secret');
    await symlink(join(outside, 'a.yaml'), join(path, 'one', 'link.yaml'));
    await symlink(outside, join(path, 'one', 'links'));
    await mkdir(join(path, 'one', 'folder.yaml'));
    const source = new DirectorySource({ name: 'd', path, everySeconds: 60 });
    const answers = await source.readBeside(
      [
        'demo/a.yaml',
        'none.yaml',
        'huge.yaml',
        'link.yaml',
        'links/a.yaml',
        'folder.yaml',
      ].map(file => ({ beside: 'one/mission.yaml', path: file })),
    );
    await rm(outside, { recursive: true });
    expect(
      answers.map(answer =>
        'text' in answer ? answer.text : answer.error.message,
      ),
    ).toEqual([
      namespace,
      expect.stringContaining('ENOENT'),
      expect.stringContaining('1100000 bytes'),
      expect.stringContaining('links are not followed'),
      expect.stringContaining('links are not followed'),
      'It is no file',
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

  it('reads a file beside a mission that is one file', async () => {
    const read: string[] = [];
    const reader = {
      readUrl: async (url: string) => {
        read.push(url);
        if (url.endsWith('none.yaml')) {
          throw new Error('404');
        }
        return { buffer: buffer(namespace) };
      },
    } as unknown as UrlReaderService;
    const beside = 'https://example.com/missions/one/mission.yaml';
    const source = new UrlSource({
      name: 'u',
      target: beside,
      everySeconds: 60,
      reader,
    });
    expect(
      await source.readBeside([
        { beside, path: 'demo/a.yaml' },
        { beside, path: 'none.yaml' },
      ]),
    ).toEqual([{ text: namespace }, { error: new Error('404') }]);
    expect(read).toEqual([
      'https://example.com/missions/one/demo/a.yaml',
      'https://example.com/missions/one/none.yaml',
    ]);
  });

  it('reads of a tree only the files that missions name', async () => {
    const entries = [
      { path: 'a/demo/a.yaml', content: buffer(namespace) },
      { path: 'b/demo/a.yaml', size: 9_000_000, content: buffer('') },
      { path: 'c/demo/a.yaml', content: buffer('x'.repeat(1_100_000)) },
      { path: 'd/values.yaml', content: buffer('a: 1') },
    ];
    const taken: string[] = [];
    const reader = {
      readTree: async (
        _url: string,
        { filter }: { filter(path: string, info?: object): boolean },
      ) => ({
        files: async () =>
          entries.filter(({ path, size }) => {
            const take = filter(path, size ? { size } : undefined);
            taken.push(...(take ? [path] : []));
            return take;
          }),
      }),
    } as unknown as UrlReaderService;
    const source = new UrlSource({
      name: 'u',
      target: 'https://github.com/org/repo/tree/main/missions',
      everySeconds: 60,
      reader,
    });
    const answers = await source.readBeside(
      ['a', 'b', 'c', 'e'].map(name => ({
        beside: `${name}/mission.yaml`,
        path: 'demo/a.yaml',
      })),
    );
    expect(
      answers.map(answer =>
        'text' in answer ? answer.text : answer.error.message,
      ),
    ).toEqual([
      namespace,
      expect.stringContaining('9000000 bytes'),
      expect.stringContaining('1100000 bytes'),
      'There is no such file',
    ]);
    expect(taken).toEqual(['a/demo/a.yaml', 'c/demo/a.yaml']);
  });

  it('reads every mission of a tree and names what is too large', async () => {
    const entries = [
      { path: 'a/mission.yaml', content: buffer(good('a')) },
      { path: 'a/README.md', content: buffer('# A') },
      { path: 'b/mission.yaml', content: buffer('x'.repeat(1_100_000)) },
      { path: 'c/mission.yaml', content: buffer(good('c')) },
      { path: 'c/README.md', content: buffer('x'.repeat(1_100_000)) },
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
      ['b/mission.yaml', expect.stringContaining('1100000 bytes')],
    ]);
  });
});
