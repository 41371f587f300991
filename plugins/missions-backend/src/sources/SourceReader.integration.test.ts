import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockLogger } from '../__testUtils__/mockLogger';
import { mockScheduler } from '../__testUtils__/mockScheduler';
import { sleepAction } from '../actions';
import { Registry } from '../registry';
import { Store } from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import {
  readMissionProblems,
  readMissions,
  readMissionVersion,
} from '../store/operations/readMissions';
import { DemoSeeder } from './DemoSeeder';
import { DirectorySource } from './DirectorySource';
import type { MissionSource } from './MissionSource';
import { SourceReader } from './SourceReader';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const registry = new Registry();
registry.addActions(sleepAction);
const logger = mockLogger();
const WAIT_MS = 15_000;

const mission = (name: string, title = 'Wait') => `
apiVersion: mission-control.dev/v1alpha1
kind: Mission
metadata: { name: ${name}, title: ${title}, description: Waits a moment }
spec:
  type: sequence
  steps:
    - { id: wait, action: core:sleep, input: { duration: 1s } }
`;

/** A source of an address that hangs as long as it is told to. */
class FarSource implements MissionSource {
  readonly name = 'far';
  readonly location = 'https://far.example.com/missions';
  readonly everySeconds = 600;
  isDirectory = false;
  hangs = true;
  obeys = true;
  /** Its next read answers what no source may answer. */
  breaks = false;
  signals: (AbortSignal | undefined)[] = [];
  answer: () => void = () => {};

  async read(signal?: AbortSignal) {
    this.signals.push(signal);
    if (this.breaks) {
      this.breaks = false;
      return {} as never;
    }
    if (this.hangs) {
      await new Promise<void>((resolve, reject) => {
        this.answer = resolve;
        if (this.obeys) {
          signal?.addEventListener('abort', () => reject(signal.reason));
        }
      });
    }
    const files = [{ location: 'a/mission.yaml', text: mission('a') }];
    return { files, unreadable: [] };
  }

  async readBeside() {
    return [];
  }
}

describe.each(ids)('SourceReader on %s', id => {
  let store: Store;
  let path: string;
  let near: DirectorySource;
  let far: FarSource;
  let scheduler: ReturnType<typeof mockScheduler>;
  let readers: SourceReader[];

  beforeEach(async () => {
    store = await Store.create({ database: await databases.init(id) });
    path = await mkdtemp(join(tmpdir(), 'missions-reader-'));
    near = new DirectorySource({ name: 'near', path, everySeconds: 60 });
    far = new FarSource();
    scheduler = mockScheduler();
    readers = [];
    logger.warn.mockClear();
  });

  afterEach(async () => {
    await Promise.all(readers.map(each => each.stop()));
    await store.close();
    await rm(path, { recursive: true, force: true });
  });

  function reader(
    sources: MissionSource[],
    limits: { limitMs?: number; startWaitMs?: number; restMs?: number } = {},
  ): SourceReader {
    const made = SourceReader.create({
      sources,
      store,
      registry,
      logger,
      seeder: DemoSeeder.create({
        clusters: { list: async () => [], seedDemo: async () => [] },
      }),
      ...limits,
    });
    readers.push(made);
    return made;
  }

  const write = async (name: string, text: string) => {
    await mkdir(join(path, name), { recursive: true });
    await writeFile(join(path, name, 'mission.yaml'), text);
  };
  const until = async (condition: () => boolean | Promise<boolean>) => {
    const end = Date.now() + WAIT_MS;
    while (!(await condition())) {
      if (Date.now() > end) {
        throw new Error('The condition did not come true');
      }
      await new Promise(resolve => setTimeout(resolve, 10));
    }
  };
  /** The database refuses the next transactions. */
  const refuse = (times: number) => {
    const transaction = jest.spyOn(store, 'transaction');
    for (let time = 0; time < times; time++) {
      transaction.mockRejectedValueOnce(new Error('No database'));
    }
    return transaction;
  };
  const warnings = () => logger.warn.mock.calls.map(([text]) => text);
  const readAgain = (source: MissionSource) =>
    scheduler.triggerTask(`missions-source-${source.name}`);
  const missions = async () =>
    (await readMissions({ tx: store.db })).map(({ summary }) => summary);
  const refs = async () => (await missions()).map(({ ref }) => ref).sort();
  const wrong = async (source: MissionSource) =>
    (await readMissionProblems({ tx: store.db })).filter(
      each => each.source === source.name && !each.code.startsWith('lint/'),
    );

  it('registers each source with its frequency and a limit', async () => {
    far.hangs = false;
    const scheduled = mockScheduler();
    await reader([near, far]).start(scheduled);
    expect(scheduled.scheduleTask.mock.calls.map(([task]) => task)).toEqual(
      [near, far].map(({ name, everySeconds }) =>
        expect.objectContaining({
          id: `missions-source-${name}`,
          frequency: { seconds: everySeconds },
          initialDelay: { seconds: everySeconds },
          timeout: { seconds: 150 },
        }),
      ),
    );
  });

  it('makes a changed file a new version and keeps the old one', async () => {
    await write('a', mission('a', 'Old'));
    await reader([near]).start(scheduler);
    const [old] = await missions();
    await write('a', mission('a', 'New'));
    await readAgain(near);
    const [changed] = await missions();
    expect([old.title, changed.title]).toEqual(['Old', 'New']);
    expect(changed.version).not.toBe(old.version);
    const { ref, version } = old;
    const kept = await readMissionVersion({ tx: store.db, ref, version });
    expect(kept?.content).toBe(mission('a', 'Old'));
  });

  it('forgets the mission of a removed file and keeps its version', async () => {
    await write('a', mission('a'));
    await write('b', mission('b'));
    await reader([near]).start(scheduler);
    const { ref, version } = (await missions()).find(
      ({ name }) => name === 'a',
    )!;
    await rm(join(path, 'a'), { recursive: true });
    await readAgain(near);
    expect(await refs()).toEqual(['near/b']);
    expect(await wrong(near)).toEqual([]);
    expect(
      await readMissionVersion({ tx: store.db, ref, version }),
    ).toMatchObject({ content: mission('a') });
  });

  it('tells a file that broke, hides no other, and takes it when it is mended', async () => {
    await write('a', mission('a'));
    await write('b', mission('b'));
    await reader([near]).start(scheduler);
    await write('a', 'kind: [');
    await readAgain(near);
    expect(await refs()).toEqual(['near/b']);
    expect(await wrong(near)).toContainEqual(
      expect.objectContaining({ location: 'a/mission.yaml', line: 1 }),
    );
    await write('a', mission('a'));
    await readAgain(near);
    expect(await refs()).toEqual(['near/a', 'near/b']);
    expect(await wrong(near)).toEqual([]);
  });

  it('keeps what it had when the source as a whole cannot be read', async () => {
    await write('a', mission('a'));
    await reader([near]).start(scheduler);
    await rm(path, { recursive: true });
    await readAgain(near);
    expect(await refs()).toEqual(['near/a']);
    expect(await wrong(near)).toEqual([
      expect.objectContaining({
        location: path,
        severity: 'error',
        message: expect.stringContaining('ENOENT'),
      }),
    ]);
  });

  it.each([true, false])(
    'ends a read that hangs at its limit, tells it, and recovers with the next: obeys %s',
    async obeys => {
      far.obeys = obeys;
      await reader([near, far], { limitMs: 100 }).start(scheduler);
      await readAgain(far);
      expect(far.signals.map(signal => signal?.aborted)).toEqual([true]);
      expect(await wrong(far)).toEqual([
        {
          source: 'far',
          location: far.location,
          code: 'MISSION_INVALID',
          severity: 'error',
          message:
            "It cannot be read: the source 'far' did not answer within 0.1 s",
          remedy:
            'Check that the portal can reach it; it is asked again every 600 s.',
        },
      ]);
      far.hangs = false;
      await readAgain(far);
      expect(await refs()).toEqual(['far/a']);
      expect(await wrong(far)).toEqual([]);
    },
  );

  it('ends a read that its schedule gave up, and tells nothing of its own', async () => {
    const ended = new AbortController();
    const reading = reader([far]).readNow(far, ended.signal);
    ended.abort();
    await reading;
    expect(far.signals[0]?.aborted).toBe(true);
    expect(await wrong(far)).toEqual([]);
  });

  it('waits at start for directories and for no address', async () => {
    await write('a', mission('a'));
    await reader([near, far], { startWaitMs: 3_600_000 }).start(scheduler);
    expect(await refs()).toEqual(['near/a']);
  });

  it('begins no read of a directory in which the last one still hangs', async () => {
    far.isDirectory = true;
    far.obeys = false;
    const one = reader([far], { limitMs: 50 });
    await one.readNow(far);
    await one.readNow(far);
    expect(far.signals).toHaveLength(1);
    expect(await wrong(far)).toEqual([
      expect.objectContaining({
        message: expect.stringContaining('did not answer within'),
      }),
    ]);
    far.hangs = false;
    far.answer();
    await one.readNow(far);
    expect(far.signals).toHaveLength(2);
    expect(await refs()).toEqual(['far/a']);
    expect(await wrong(far)).toEqual([]);
  });

  it('reads a directory again in which a read broke', async () => {
    far.isDirectory = true;
    far.hangs = false;
    far.breaks = true;
    const one = reader([far]);
    await expect(one.readNow(far)).rejects.toThrow(TypeError);
    await one.readNow(far);
    expect(await refs()).toEqual(['far/a']);
  });

  it('schedules each source for itself, and again soon what could not be scheduled', async () => {
    far.hangs = false;
    const scheduled = mockScheduler();
    const tasks = () =>
      scheduled.scheduleTask.mock.calls.map(([{ id: task }]) => task);
    scheduled.scheduleTask.mockRejectedValueOnce(new Error('No table'));
    await reader([near, far], { restMs: 20 }).start(scheduled);
    expect(tasks().slice(0, 2)).toEqual([
      'missions-source-near',
      'missions-source-far',
    ]);
    expect(warnings()).toEqual([
      'Source near could not be scheduled; trying again in 0.02 s',
    ]);
    await until(() => tasks().length > 2);
    expect(tasks().slice(2)).toEqual(['missions-source-near']);
  });

  it('notes again soon what could not be noted, unless it was read meanwhile', async () => {
    // Two sources, and the sources of before.
    refuse(3);
    await reader([near, far], { restMs: 20 }).start(scheduler);
    expect(warnings()).toEqual([
      expect.stringMatching(/^Sources of before could not be forgotten; /),
      expect.stringMatching(/that source near is not read yet; trying again/),
      expect.stringMatching(/that source far is not read yet; trying again/),
    ]);
    await until(async () => (await wrong(far)).length > 0);
    expect(await wrong(far)).toEqual([
      expect.objectContaining({
        message: expect.stringContaining('is not read yet'),
      }),
    ]);
    expect(await wrong(near)).toEqual([]);
  });

  it('keeps soon what could not be kept, without another read of its source', async () => {
    far.hangs = false;
    const one = reader([far], { restMs: 20 });
    // The first two are the notes of the start.
    const transaction = refuse(5);
    await one.start(mockScheduler());
    await until(async () => (await missions()).length > 0);
    expect(far.signals).toHaveLength(1);
    expect(warnings()).toContain(
      'What source far gave could not be kept; trying again in 0.02 s',
    );
    expect(await wrong(far)).toEqual([]);
    transaction.mockRestore();
  });

  it('reads its source again by schedule, however old what was not kept is', async () => {
    far.hangs = false;
    const one = reader([far], { restMs: 3_600_000 });
    const transaction = refuse(3);
    await one.start(scheduler);
    await until(() => warnings().some(each => each.includes('be kept')));
    await readAgain(far);
    expect(far.signals).toHaveLength(2);
    expect(await refs()).toEqual(['far/a']);
    transaction.mockRestore();
  });

  it('warns once of a source that cannot be read, and tells when it can again', async () => {
    await write('a', mission('a'));
    await reader([near]).start(scheduler);
    logger.info.mockClear();
    await rm(path, { recursive: true });
    await readAgain(near);
    await readAgain(near);
    expect(warnings()).toEqual([
      expect.stringMatching(
        /^Source near: It cannot be read: ENOENT.*; Check that it exists/,
      ),
    ]);
    expect(logger.info).not.toHaveBeenCalled();
    await write('a', mission('a'));
    await readAgain(near);
    await readAgain(near);
    expect(logger.info.mock.calls).toEqual([['Source near can be read again']]);
    await rm(path, { recursive: true });
    await readAgain(near);
    expect(warnings()).toHaveLength(2);
  });

  it('warns once of a source that does not answer', async () => {
    const one = reader([far], { limitMs: 20 });
    await one.readNow(far);
    await one.readNow(far);
    expect(warnings()).toEqual([
      expect.stringMatching(
        /^Source far: It cannot be read: .* did not answer within 0.02 s; Check/,
      ),
    ]);
  });

  it('tries nothing again once it is stopped', async () => {
    const one = reader([far], { restMs: 20 });
    refuse(2);
    await one.start(mockScheduler());
    await one.stop();
    const told = warnings().length;
    await new Promise(resolve => setTimeout(resolve, 60));
    expect(warnings()).toHaveLength(told);
    expect(await wrong(far)).toEqual([]);
  });

  it('waits no longer for a directory that hangs than it may', async () => {
    far.isDirectory = true;
    await reader([far], { startWaitMs: 50 }).start(scheduler);
    expect(await wrong(far)).toHaveLength(1);
  });

  it('says of what it does not know that its missions are missing', async () => {
    await reader([near, far]).start(scheduler);
    expect(await wrong(near)).toEqual([]);
    expect(await wrong(far)).toEqual([
      expect.objectContaining({
        location: far.location,
        severity: 'error',
        message: expect.stringMatching(
          /'far' is not read yet since .*Z; its missions are missing$/,
        ),
      }),
    ]);
  });

  it('says of what it knew that it is of before, once, until it is read', async () => {
    far.hangs = false;
    await reader([far]).start(scheduler);
    await readAgain(far);
    far.hangs = true;
    await reader([far]).start(mockScheduler());
    const again = reader([far], { limitMs: 100 });
    await again.start(scheduler);
    expect(await wrong(far)).toEqual([
      expect.objectContaining({
        severity: 'warning',
        message: expect.stringMatching(/; its missions are those of before$/),
      }),
    ]);
    expect(await refs()).toEqual(['far/a']);
    await again.stop();
    far.hangs = false;
    await reader([far]).readNow(far);
    expect(await wrong(far)).toEqual([]);
  });

  it('reads a source once at a time', async () => {
    const one = reader([far], { limitMs: 100 });
    await Promise.all([one.readNow(far), one.readNow(far)]);
    expect(far.signals).toHaveLength(1);
  });

  it('ends what goes on when it stops, leaves no trace, and begins no more', async () => {
    far.obeys = false;
    const one = reader([far]);
    const reading = one.readNow(far);
    await one.stop();
    await reading;
    expect(far.signals[0]?.aborted).toBe(true);
    await one.readNow(far);
    expect(far.signals).toHaveLength(1);
    expect(await wrong(far)).toEqual([]);
  });
});
