import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  AuthorizedRunService,
  DefaultRunService,
  RunStream,
  Store,
  readCursor,
  stepKey,
  writeCursor,
} from '@mission-control/plugin-missions-backend/testUtils';
import type { BenchDatabase } from '../databases/BenchDatabase';
import { BenchEngine } from '../engine/BenchEngine';
import { createHoldAction } from '../engine/createHoldAction';
import { type BenchProcess, forkBench } from '../processes/forkBench';
import type { Seen } from '../processes/viewers';
import type { Figure } from '../report/Figure';
import { percentile } from '../statistics/percentile';
import { type Bench, type Pace, isTrial } from './Bench';

const VIEWERS = 200;
const FEW_VIEWERS = 5;
/** Between two lines. */
const LINE_MS = 100;
/** Each viewer breaks its connection after so many lines. */
const BREAK_EVERY = 100;
const RAW_PATH = '/raw';

/**
 * From `log.info` of an action to two hundred viewers with a stream each, in a
 * process of their own, which break their connections all the time: of the same
 * process, and, where there are several, of another replica. Beside it a bare
 * HTTP server that writes the same frame to as many after one raw commit.
 */
export const logToBrowsers: Bench = {
  name: 'log-to-browsers',
  description: `a line of an action → read by ${VIEWERS} viewers by HTTP`,
  async measure({ database, pace }) {
    const count = isTrial(pace) ? FEW_VIEWERS : VIEWERS;
    const hold = createHoldAction();
    const engine = await BenchEngine.create(database.knex, hold.action);
    await engine.store.hearReplicas();
    const other = database.another?.();
    const replica = other && (await Store.create({ database: other }));
    await replica?.hearReplicas();
    const raw = await database.connect();
    const viewers = await forkBench('viewers.ts');
    const servers = await Promise.all(
      [engine.store, ...(replica ? [replica] : [])].map(serveStreams),
    );
    try {
      await engine.useMission(1, hold.action.id);
      const bare = await measureLines({ pace, count }, viewers, {
        url: `${servers[0].url}${RAW_PATH}`,
        breakEvery: 0,
        write: async (text, seq) => {
          await raw.commit();
          servers[0].broadcast(frameOf(text, seq));
        },
      });
      const run = await engine.startRun();
      const step = await hold.begun;
      const { target_id: targetId } = await database
        .knex('run_targets')
        .where({ run_id: run.runId })
        .first();
      const key = stepKey(targetId, step.stepId);
      const figures: Figure[] = [];
      let written = 0;
      for (const [index, { url }] of servers.entries()) {
        const seen = await measureLines({ pace, count }, viewers, {
          url: `${url}/${run.runId}?cursor=${writeCursor({
            event: 0,
            logs: new Map([[key, written]]),
          })}`,
          breakEvery: BREAK_EVERY,
          before: written,
          write: text => step.log.info(text),
        });
        written += seen.lines;
        const place = index ? 'another replica' : 'the same process';
        figures.push(...figuresOf({ database, place, count, seen, bare }));
      }
      hold.release();
      await run.finished;
      return figures;
    } finally {
      hold.release();
      await viewers.kill();
      await Promise.all(servers.map(server => server.close()));
      await raw.close();
      await replica?.close();
      await other?.destroy();
      await engine.stop();
    }
  },
};

interface SeenLines extends Seen {
  readonly lines: number;
}

/** Writes lines for as long as the pace says. Rejects when a viewer lost one, or got it twice. */
async function measureLines(
  { pace, count }: { pace: Pace; count: number },
  viewers: BenchProcess,
  way: {
    url: string;
    breakEvery: number;
    /** Lines that were written before. */
    before?: number;
    write(text: string, seq: number): Promise<void> | void;
  },
): Promise<SeenLines> {
  const { url, breakEvery, before = 0, write } = way;
  await viewers.ask({
    connect: url,
    viewers: count,
    breakEvery,
    before,
    past: breakEvery > 0,
  });
  const end = performance.now() + pace.milliseconds;
  let lines = 0;
  while (lines < pace.atLeast || performance.now() < end) {
    lines += 1;
    await write(String(process.hrtime.bigint()), before + lines);
    await sleep(LINE_MS);
  }
  const seen = await viewers.ask<Seen>({ lines: before + lines });
  if (seen.lost > 0 || seen.twice > 0) {
    throw new Error(
      `${seen.lost} lines were lost and ${seen.twice} came twice or out of order`,
    );
  }
  return { ...seen, lines };
}

/** Streams of runs as the route serves them, behind a permission that allows all. */
async function serveStreams(store: Store) {
  const runs = AuthorizedRunService.create({
    inner: DefaultRunService.create({
      store,
      creator: undefined as never,
      users: undefined as never,
    }),
    permissions: {
      authorize: async (asked: unknown[]) =>
        asked.map(() => ({ result: 'ALLOW' })),
    } as never,
    toQuery: undefined as never,
    children: undefined as never,
    missions: undefined as never,
  });
  const shutdown = new AbortController();
  const bare = new Set<ServerResponse>();
  const server: Server = createServer((req, res) => {
    const { pathname, searchParams } = new URL(req.url!, 'http://bench');
    const runId = pathname.slice(1);
    const credentials = {} as never;
    res.writeHead(200, { 'Content-Type': 'text/event-stream' });
    res.flushHeaders();
    if (pathname === RAW_PATH) {
      bare.add(res.on('close', () => bare.delete(res)));
      return;
    }
    const cursor =
      req.headers['last-event-id'] ?? searchParams.get('cursor') ?? undefined;
    runs
      .events({ credentials, runId, limit: 1 })
      .then(() =>
        new RunStream({
          runId,
          credentials,
          runs,
          feed: store.feed,
          res: res as never,
          position: readCursor(cursor as string | undefined),
          shutdown: shutdown.signal,
        }).run(),
      )
      .catch(() => res.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    broadcast: (frame: string) => bare.forEach(res => res.write(frame)),
    async close() {
      shutdown.abort();
      bare.forEach(res => res.destroy());
      server.closeAllConnections();
      server.close();
    },
  };
}

function frameOf(text: string, seq: number): string {
  return `id: ${seq}\nevent: log\ndata: ${JSON.stringify({ seq, text })}\n\n`;
}

function figuresOf(options: {
  database: BenchDatabase;
  place: string;
  count: number;
  seen: SeenLines;
  bare: SeenLines;
}): Figure[] {
  const { database, place, count, seen, bare } = options;
  return [0.5, 0.99].map((share): Figure => {
    const value = percentile(seen.latencies, share);
    const baseline = percentile(bare.latencies, share);
    const name = `p${share * 100}`;
    return {
      title: `line of an action → ${count} viewers of ${place} that reconnect, ${name}`,
      database: database.title,
      value,
      unit: 'ms',
      baseline: {
        title: `raw commit and bare HTTP, ${name}`,
        value: baseline,
        unit: 'ms',
      },
      ratio: value / baseline,
      samples: seen.latencies.length,
    };
  });
}
