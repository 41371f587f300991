import express from 'express';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mockAuditor } from '../__testUtils__/mockAuditor';
import { mockHttpAuth } from '../__testUtils__/mockHttpAuth';
import { mockLogger } from '../__testUtils__/mockLogger';
import { Sealer } from '../sealing';
import type { RunService } from '../services/runs';
import { RunTails } from '../services/runs/RunTails';
import { savePlannedSteps, Store } from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { insertRun } from '../store/__testUtils__/insertRun';
import { createRouter } from './createRouter';
import type { RouteOptions } from './types';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();

/** What servers and proxies take of an address or of one header. */
const SAFE = 6_000;

const numbersTo = (count: number) =>
  Array.from({ length: count }, (_, index) => index);

interface Line {
  readonly targetId: string;
  readonly stepId: string;
  readonly seq: number;
}

/** What a viewer has: it goes on behind its last id, and drops its lines on `reset`. */
interface Seen {
  id?: string;
  longest: number;
  events: number[];
  lines: Line[];
  resets: number;
}

describe.each(ids)('the stream of a run with many steps on %s', id => {
  let store: Store;
  let server: Server;
  let runId: string;

  beforeEach(async () => {
    store = await Store.create({
      database: await databases.init(id),
      sealer: new Sealer(),
    });
    const tails = new RunTails(store);
    const runs: Partial<RunService> = {
      events: async () => [],
      news: options => tails.of(options.runId).news(options),
    };
    const router = await createRouter({
      runs,
      auditor: mockAuditor().auditor,
      logger: mockLogger(),
      feed: store.feed,
      shutdown: new AbortController().signal,
      httpAuth: mockHttpAuth(),
    } as unknown as RouteOptions);
    server = express().use(router).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await store.close();
  });

  /** A run whose steps have logged a few lines each. */
  async function insert(clusters: readonly string[], steps: number) {
    ({ id: runId } = await insertRun(store, {
      targets: clusters.map(name => ({ cluster: { name } })),
    }));
    const at = new Date(0).toISOString();
    await store.changeRun(runId, async change => {
      for (const [index, targetId] of clusters.entries()) {
        const lines = numbersTo(steps).map(step => [
          `step-${step}`,
          numbersTo(1 + ((index * 7 + step * 3) % 5)).map(line => ({
            level: 'info' as const,
            text: `line ${line}`,
            at,
          })),
        ]);
        await savePlannedSteps({
          change,
          targetId,
          steps: numbersTo(steps).map(step => ({
            stepId: `step-${step}`,
            sourceId: `step-${step}`,
            name: `Step ${step}`,
            action: 'core:noop',
            effect: 'read',
            state: 'pending',
          })),
          lines: new Map(lines as never),
        });
      }
    });
  }

  const opened = (path: string, headers: Record<string, string>) => {
    const { port } = server.address() as AddressInfo;
    const gone = new AbortController();
    return fetch(`http://127.0.0.1:${port}/runs/${runId}/stream${path}`, {
      headers,
      signal: gone.signal,
    }).then(answer => ({ answer, leave: () => gone.abort() }));
  };

  /** Goes on behind what it has seen, for so many events and lines. */
  async function watch(seen: Seen, most: number, by: 'header' | 'address') {
    const { answer, leave } = await opened(
      by === 'address' && seen.id ? `?cursor=${seen.id}` : '',
      by === 'header' && seen.id ? { 'Last-Event-ID': seen.id } : {},
    );
    expect(answer.status).toBe(200);
    let rest = '';
    let count = 0;
    const decoder = new TextDecoder();
    try {
      for await (const chunk of answer.body!) {
        rest += decoder.decode(chunk, { stream: true });
        const frames = rest.split('\n\n');
        rest = frames.pop()!;
        for (const frame of frames) {
          const [, text, event, data] =
            /^id: (.*)\nevent: (.*)\ndata: (.*)$/.exec(frame)!;
          take(seen, event, JSON.parse(data));
          seen.id = text;
          seen.longest = Math.max(seen.longest, text.length);
          count += event === 'reset' ? 0 : 1;
          if (count === most) {
            return;
          }
        }
      }
    } finally {
      leave();
    }
  }

  const nothing = (): Seen => ({
    longest: 0,
    events: [],
    lines: [],
    resets: 0,
  });

  async function stored() {
    const { db } = store;
    const events: number[] = await db('run_events')
      .where({ run_id: runId })
      .orderBy('seq')
      .pluck('seq');
    const lines = await db('run_logs').where({ run_id: runId });
    return {
      events,
      lines: lines.map(({ target_id: target, step_id: step, seq }) =>
        [target, step, seq].join(' '),
      ),
    };
  }

  const named = ({ lines }: Seen) =>
    lines.map(({ targetId, stepId, seq }) => [targetId, stepId, seq].join(' '));

  it.each(['header', 'address'] as const)(
    'goes on without a gap or a double behind any line of a thousand steps, by the %s',
    async by => {
      const clusters = numbersTo(50).map(index => `europe-production-${index}`);
      await insert(clusters, 20);
      const { events, lines } = await stored();
      const all = events.length + lines.length;
      expect(lines.length).toBeGreaterThan(2_000);
      const seen = nothing();
      for (let had = 0; had < all; ) {
        const most = Math.min(700, all - had);
        await watch(seen, most, by);
        had += most;
      }
      expect(seen.events).toEqual(events);
      expect(named(seen).sort()).toEqual(lines.sort());
      expect(seen.resets).toBe(0);
      expect(seen.longest).toBeLessThan(SAFE);
    },
  );

  it('says that all lines come again where no cursor holds which were seen', async () => {
    // Names that nothing makes shorter.
    const clusters = numbersTo(300).map(index =>
      createHash('sha256').update(`${index}`).digest('hex').slice(0, 60),
    );
    await insert(clusters, 1);
    const { events, lines } = await stored();
    const seen = nothing();
    await watch(seen, events.length + 20, 'header');
    await watch(seen, lines.length - 20, 'header');
    // So far every line was held.
    expect(seen.resets).toBe(0);
    expect(named(seen).sort()).toEqual(lines.sort());

    await watch(seen, lines.length, 'header');
    expect(seen.resets).toBe(1);
    expect(seen.events).toEqual(events);
    expect(named(seen).sort()).toEqual(lines.sort());
    expect(seen.longest).toBeLessThan(SAFE);
  });
});

function take(seen: Seen, event: string, data: Line): void {
  if (event === 'reset') {
    seen.lines = [];
    seen.resets += 1;
  } else if (event === 'log') {
    seen.lines.push(data);
  } else {
    seen.events.push(data.seq);
  }
}
