import { EventEmitter, once } from 'node:events';
import type { Response } from 'express';
import { userCredentials } from '../__testUtils__/credentials';
import { Masker, Sealer } from '../sealing';
import { RunTails } from '../services/runs/RunTails';
import type { RunService } from '../services/runs';
import {
  claimTarget,
  moveTarget,
  RunFeed,
  savePlannedSteps,
  Store,
  type Lease,
} from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { insertRun } from '../store/__testUtils__/insertRun';
import { StepLogWriter, appendTo } from '../worker/StepLogWriter';
import { RunStream } from './RunStream';
import { readCursor } from './streamCursor';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases({ both: true });
const STEPS = ['first', 'second'] as const;

/** What a viewer received. */
interface Frame {
  readonly id: string;
  readonly event: string;
  readonly data: { seq: number; stepId?: string };
}

/** The connection of a viewer that hears so many frames, and no more. */
class Connection extends EventEmitter {
  readonly frames: Frame[] = [];
  readonly writableEnded = false;
  readonly #most: number;
  #stalled = false;

  constructor(most: number) {
    super();
    this.#most = most;
  }

  /** Takes nothing more until it is called. */
  stall(): () => void {
    this.#stalled = true;
    return () => {
      this.#stalled = false;
      this.emit('drain');
    };
  }

  write(text: string): boolean {
    const [, id, event, data] =
      /^id: (.*)\nevent: (.*)\ndata: (.*)\n\n$/.exec(text) ?? [];
    if (id === undefined || this.frames.length >= this.#most) {
      return true;
    }
    this.frames.push({ id, event, data: JSON.parse(data) });
    this.emit('frame');
    if (this.frames.length === this.#most) {
      this.emit('close');
    }
    return !this.#stalled;
  }

  /** Resolves when so many frames were heard. */
  async hears(frames: number): Promise<void> {
    while (this.frames.length < frames) {
      await once(this, 'frame');
    }
  }

  end(): void {}
}

describe.each(ids)('the stream of a run on %s', id => {
  let store: Store;
  let runId: string;
  let lease: Lease;
  let tails: RunTails;

  const plan = () =>
    store.changeRun(runId, change =>
      savePlannedSteps({
        change,
        targetId: 'one',
        steps: STEPS.map(stepId => ({
          stepId,
          sourceId: stepId,
          name: stepId,
          action: 'core:noop',
          effect: 'read',
          state: 'pending',
        })),
      }),
    );

  beforeEach(async () => {
    store = await Store.create({
      database: await databases.init(id),
      sealer: new Sealer(),
    });
    tails = new RunTails(store);
    ({ id: runId } = await insertRun(store));
    const { db: tx, dialect } = store;
    const claimed = await claimTarget({
      tx,
      dialect,
      owner: 'w',
      leaseMs: 60_000,
    });
    lease = { runId, targetId: 'one', owner: 'w', fence: claimed!.fence };
    await plan();
  });

  afterEach(async () => {
    await store.close();
  });

  const service = {
    news: options => tails.of(runId).news(options),
  } as RunService;

  /** Opens it behind a frame, until its end or so many frames. */
  async function view(
    cursor: string | undefined,
    most = Infinity,
    newestLines?: number,
  ) {
    const connection = new Connection(most);
    await viewBy(connection, cursor, newestLines);
    return connection.frames;
  }

  async function viewBy(
    connection: Connection,
    cursor: string | undefined,
    newestLines?: number,
  ) {
    await new RunStream({
      runId,
      credentials: userCredentials(),
      runs: service,
      feed: store.feed,
      res: connection as unknown as Response,
      position: readCursor(cursor),
      newestLines,
      shutdown: new AbortController().signal,
    }).run();
  }

  const writerOf = (stepId: string) =>
    new StepLogWriter({
      append: appendTo(store, lease, stepId),
      masker: new Masker([]),
    });
  const happens = (type: string, count = 1) =>
    store.changeRun(runId, async change => {
      for (let index = 0; index < count; index += 1) {
        change.emit({ type, targetId: 'one' });
      }
    });
  const end = async () => {
    await store.changeRun(runId, async change => {
      const target = (await change.target('one'))!;
      await moveTarget({ change, target, event: 'cancel_requested' });
    });
    await store.changeRun(runId, async change => {
      const target = (await change.target('one'))!;
      await moveTarget({ change, target, event: 'cancelled' });
    });
  };

  /** The sequences of what was heard, and of what is stored. */
  async function sequencesOf(frames: readonly Frame[]) {
    const { db } = store;
    const seqs = (event: string, stepId?: string) =>
      frames
        .filter(frame => frame.event === event)
        .filter(frame => !stepId || frame.data.stepId === stepId)
        .map(frame => frame.data.seq);
    const stored = (table: string, stepId?: string) =>
      db(table)
        .where({ run_id: runId, ...(stepId && { step_id: stepId }) })
        .orderBy('seq')
        .pluck('seq');
    return {
      heard: [seqs('event'), ...STEPS.map(stepId => seqs('log', stepId))],
      stored: [
        await stored('run_events'),
        ...(await Promise.all(STEPS.map(stepId => stored('run_logs', stepId)))),
      ],
      ends: seqs('end').length,
    };
  }

  it.each([
    ['events', { events: 1_100, first: 0, second: 0 }],
    ['lines', { events: 0, first: 1_100, second: 600 }],
  ])('gives all of a long past of %s before its end', async (_what, past) => {
    await happens('test.past', past.events);
    for (const stepId of STEPS) {
      const log = writerOf(stepId);
      for (let index = 0; index < past[stepId]; index += 1) {
        log.info(`line ${index}`);
      }
      await log.close();
    }
    await end();
    const { heard, stored, ends } = await sequencesOf(await view(undefined));
    expect(heard).toEqual(stored);
    expect(ends).toBe(1);
  });

  it('begins with the newest lines that a viewer wants, also behind a cursor, and then gives all', async () => {
    const logs = STEPS.map(writerOf);
    const write = async (lines: number) => {
      for (const log of logs) {
        for (let index = 0; index < lines; index += 1) {
          log.info(`line ${index}`);
        }
        await log.flush();
      }
    };
    await write(700);
    const linesOf = (frames: readonly Frame[]) =>
      STEPS.map(step =>
        frames
          .filter(({ event, data }) => event === 'log' && data.stepId === step)
          .map(({ data }) => data.seq),
      );
    const events = await store.db('run_events').where({ run_id: runId });
    const first = await view(undefined, events.length + 4, 2);
    expect(linesOf(first)).toEqual([
      [699, 700],
      [699, 700],
    ]);

    await write(700);
    const cursor = first.at(-1)!.id;
    const again = new Connection(Infinity);
    const watching = viewBy(again, cursor, 1);
    await again.hears(2);
    await write(3);
    await Promise.all(logs.map(log => log.close()));
    await end();
    await watching;
    expect(linesOf(again.frames)).toEqual([
      [1400, 1401, 1402, 1403],
      [1400, 1401, 1402, 1403],
    ]);
  });

  it('passes over all lines that there are, for a viewer that wants none', async () => {
    const log = writerOf('first');
    log.info('one');
    log.info('two');
    await log.flush();
    const viewer = new Connection(Infinity);
    const watching = viewBy(viewer, undefined, 0);
    const { length } = await store.db('run_events').where({ run_id: runId });
    await viewer.hears(length);
    log.info('three');
    await log.close();
    await end();
    await watching;
    const lines = viewer.frames.filter(({ event }) => event === 'log');
    expect(lines.map(({ data }) => data.seq)).toEqual([3]);
  });

  it('asks the database as much for twenty viewers as for one', async () => {
    const log = writerOf('first');
    const asked = async (count: number) => {
      const viewers = Array.from(
        { length: count },
        () => new Connection(Infinity),
      );
      const watching = viewers.map(viewer => viewBy(viewer, undefined));
      const line = async () => {
        log.info('a line');
        await log.flush();
        const { log_seq: seq } = await store
          .db('run_steps')
          .where({ run_id: runId, step_id: 'first' })
          .first();
        const isSeen = ({ event, data }: Frame) =>
          event === 'log' && data.seq === seq;
        for (const viewer of viewers) {
          while (!viewer.frames.some(isSeen)) {
            await once(viewer, 'frame');
          }
        }
      };
      await line();
      await line();
      let reads = 0;
      // Those of the viewers: the line itself is written in a transaction.
      const note = ({ sql }: { sql: string }) => {
        reads += /run_events|from .runs. where|"?log_seq"? > /.test(sql)
          ? 1
          : 0;
      };
      store.db.on('query', note);
      for (let index = 0; index < 10; index += 1) {
        await line();
      }
      store.db.removeListener('query', note);
      viewers.forEach(viewer => viewer.emit('close'));
      await Promise.all(watching);
      return reads;
    };
    // One read of the store in case a replica is not heard, at most every other second.
    expect(await asked(1)).toBeLessThan(10);
    expect(await asked(20)).toBeLessThan(10);
    await log.close();
  });

  it('reads on for a viewer that took nothing until more was written than is kept', async () => {
    const viewer = new Connection(Infinity);
    const watching = viewBy(viewer, undefined);
    const log = writerOf('first');
    log.info('the first');
    await log.flush();
    const { length } = await store.db('run_events').where({ run_id: runId });
    await viewer.hears(length + 1);
    const takeAgain = viewer.stall();
    for (let index = 0; index < 5_000; index += 1) {
      log.info(`line ${index}`);
    }
    await log.close();
    await end();
    expect(viewer.frames.length).toBeLessThan(length + 10);
    takeAgain();
    await watching;
    const { heard, stored, ends } = await sequencesOf(viewer.frames);
    expect(heard).toEqual(stored);
    expect(ends).toBe(1);
  });

  it.each([
    ['a little', 2],
    ['more than is read at once', 1_200],
  ])(
    'gives what another replica wrote that was not heard: %s',
    async (_what, count) => {
      const deaf = new RunTails({ db: store.db, feed: new RunFeed() } as Store);
      const viewer = new Connection(Infinity);
      const watching = new RunStream({
        runId,
        credentials: userCredentials(),
        runs: { news: options => deaf.of(runId).news(options) } as RunService,
        feed: new RunFeed(),
        res: viewer as unknown as Response,
        position: readCursor(undefined),
        shutdown: new AbortController().signal,
      }).run();
      const { length } = await store.db('run_events').where({ run_id: runId });
      await viewer.hears(length);
      const log = writerOf('first');
      for (let index = 0; index < count; index += 1) {
        log.info(`line ${index}`);
      }
      await log.close();
      await end();
      await watching;
      const { heard, stored } = await sequencesOf(viewer.frames);
      expect(heard).toEqual(stored);
    },
  );

  it('goes on with the lines of a step that was planned anew', async () => {
    for (const text of ['before', 'after']) {
      const log = writerOf('first');
      log.info(text);
      log.info('and once more');
      await log.close();
      await plan();
    }
    const texts = await store.db('run_logs').orderBy('seq').pluck('text');
    expect(texts).toEqual([
      'before',
      'and once more',
      'after',
      'and once more',
    ]);
    await end();
    const { heard, stored } = await sequencesOf(await view(undefined));
    expect(heard).toEqual(stored);
  });

  it('gives neither a gap nor a double to a viewer that comes again behind any frame, while steps log', async () => {
    const writing = (async () => {
      const logs = STEPS.map(writerOf);
      for (let round = 0; round < 12; round += 1) {
        for (const log of logs) {
          log.info(`round ${round}`);
          log.info('and once more');
        }
        await happens(`test.${round}`);
        await Promise.all(logs.map(log => log.flush()));
      }
      await Promise.all(logs.map(log => log.close()));
      await end();
    })();
    const frames: Frame[] = [];
    for (let most = 1; frames.at(-1)?.event !== 'end'; most = (most % 4) + 1) {
      frames.push(...(await view(frames.at(-1)?.id, most)));
    }
    await writing;
    const { heard, stored, ends } = await sequencesOf(frames);
    expect(heard).toEqual(stored);
    expect(ends).toBe(1);
  });
});
