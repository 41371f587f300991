import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Response } from 'express';
import type { LogLine } from '@mission-control/plugin-missions-common';
import { userCredentials } from '../__testUtils__/credentials';
import { stepKey, type RunService } from '../services/runs';
import type { RunFeed } from '../store';
import { RunStream } from './RunStream';
import { readCursor } from './streamCursor';

/** A log of 48 MB: more than any socket of a kernel takes. */
const LINES = 12_000;
const TEXT = 'x'.repeat(4_096);
const KEPT = 1_000_000;

const step = { targetId: 'one', stepId: 'first' };
const lineOf = (seq: number): LogLine => ({
  ...step,
  seq,
  at: new Date(0),
  level: 'info',
  text: TEXT,
});
const feed = { subscribe: () => () => {} } as unknown as RunFeed;

const wait = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

/** Waits until a number stays the same for a while. */
async function settled(measure: () => number): Promise<number> {
  for (let before = -1; before !== measure(); ) {
    before = measure();
    await wait(300);
  }
  return measure();
}

describe('RunStream and a viewer that does not read', () => {
  let server: Server;
  let viewer: Socket | undefined;
  let res: ServerResponse;
  let ended: Promise<void>;
  let asked = 0;
  let shutdown: AbortController;
  let stallMs: number | undefined;

  const runs = {
    news: async ({ position, limit }) => {
      const after = position.logs.get(stepKey('one', 'first')) ?? 0;
      const size = Math.min(limit, LINES - after);
      asked += 1;
      return {
        state: 'succeeded',
        events: [],
        lines: Array.from({ length: size }, (_, n) => lineOf(after + n + 1)),
        more: after + size < LINES,
      };
    },
  } as Partial<RunService> as RunService;

  /** Opens the stream behind a frame, and does not read it. */
  async function open(cursor?: string): Promise<Socket> {
    const opened = once(server, 'streaming');
    viewer = connect((server.address() as AddressInfo).port, '127.0.0.1');
    viewer.pause();
    viewer.on('error', () => {});
    viewer.write(`GET /?${cursor ?? ''} HTTP/1.1\r\nHost: portal\r\n\r\n`);
    await opened;
    return viewer;
  }

  /** Reads until the stream or the connection ends. */
  async function read(socket: Socket) {
    const heard: { id: string; seq: number }[] = [];
    let ends = 0;
    let rest = '';
    for await (const chunk of socket) {
      rest += chunk;
      const frames = rest.split('\n\n');
      rest = frames.pop()!;
      for (const frame of frames) {
        const [, id, event] = /id: (.*)\nevent: (.*)\n/.exec(frame) ?? [];
        if (event === 'log') {
          heard.push({ id, seq: Number(/"seq":(\d+)/.exec(frame)?.[1]) });
        }
        ends += event === 'end' ? 1 : 0;
      }
      if (ends) {
        break;
      }
    }
    return { heard, seqs: heard.map(({ seq }) => seq), ends };
  }

  beforeEach(async () => {
    asked = 0;
    stallMs = undefined;
    shutdown = new AbortController();
    server = createServer((req, answer) => {
      res = answer;
      answer.writeHead(200, { 'Content-Type': 'text/event-stream' });
      ended = new RunStream({
        runId: 'run',
        credentials: userCredentials(),
        runs,
        feed,
        res: answer as unknown as Response,
        position: readCursor(req.url?.slice(2)),
        shutdown: shutdown.signal,
        stallMs,
      }).run();
      server.emit('streaming');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterEach(async () => {
    viewer?.destroy();
    await ended;
    server.close();
  });

  const all = Array.from({ length: LINES }, (_, n) => n + 1);

  it('keeps little for it, reads no further, and gives it all once it reads', async () => {
    const socket = await open();
    const pages = await settled(() => asked);
    expect(res.writableLength).toBeLessThan(KEPT);
    expect(pages).toBeLessThan(LINES / 500);
    const { seqs, ends } = await read(socket);
    expect(seqs).toEqual(all);
    expect(ends).toBe(1);
  });

  it('ends it after a while, and goes on behind what it had read', async () => {
    stallMs = 200;
    const socket = await open();
    await ended;
    expect(res.destroyed).toBe(true);
    const first = await read(socket);
    expect(first.seqs.length).toBeGreaterThan(0);
    expect(first.ends).toBe(0);
    stallMs = undefined;
    const second = await read(await open(first.heard.at(-1)?.id));
    expect([...first.seqs, ...second.seqs]).toEqual(all);
    expect(second.ends).toBe(1);
  });

  it.each([
    ['goes', () => viewer?.destroy()],
    ['is cut off by a shutdown', () => shutdown.abort()],
  ])('lets go of it when it %s', async (_how, leave) => {
    await open();
    await settled(() => asked);
    leave();
    await ended;
    expect(res.destroyed).toBe(true);
  });
});
