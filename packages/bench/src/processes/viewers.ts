import { get, type ClientRequest } from 'node:http';
import { answerParent } from './answerParent';

/** A viewer that lost its connection waits so long, in milliseconds. */
const AGAIN_MS = 5;
const PATIENCE_MS = 20_000;

/** What viewers of a run saw. */
export interface Seen {
  /** Milliseconds from the writing of a line to each viewer. */
  readonly latencies: number[];
  /** Lines that a viewer did not get. */
  readonly lost: number;
  /** Lines that a viewer got twice, or before an earlier one. */
  readonly twice: number;
  readonly reconnects: number;
}

let viewers: Viewer[] = [];

/** Reads server-sent events, and breaks the connection now and then. */
class Viewer {
  readonly latencies: number[] = [];
  twice = 0;
  lost = 0;
  last = 0;
  frames = 0;
  reconnects = 0;
  #id: string | undefined;
  #request: ClientRequest | undefined;
  #closed = false;
  readonly #url: string;
  readonly #breakEvery: number;
  #next: number;

  constructor(url: string, breakEvery: number, before: number, number: number) {
    this.#url = url;
    this.#breakEvery = breakEvery;
    this.last = before;
    this.#next = before + 2 + (breakEvery ? number % breakEvery : 0);
  }

  /** Resolves when it is connected. */
  connect(): Promise<void> {
    return new Promise(resolve => {
      const again = () => {
        if (!this.#closed) {
          this.reconnects += 1;
          setTimeout(() => void this.connect().then(resolve), AGAIN_MS);
        }
      };
      let ended = false;
      const end = () => {
        if (!ended) {
          ended = true;
          again();
        }
      };
      this.#request = get(
        this.#url,
        {
          agent: false,
          headers: this.#id ? { 'last-event-id': this.#id } : {},
        },
        response => {
          let rest = '';
          response.setEncoding('utf8');
          response.on('data', (text: string) => {
            rest += text;
            const frames = rest.split('\n\n');
            rest = frames.pop()!;
            for (const frame of frames) {
              if (!ended) {
                this.#see(frame);
              }
            }
          });
          response.on('error', end).on('close', end);
          resolve();
        },
      ).on('error', end);
    });
  }

  close(): void {
    this.#closed = true;
    this.#request?.destroy();
  }

  #see(frame: string): void {
    const now = process.hrtime.bigint();
    const [, id, event, data] =
      /^id: (.*)\nevent: (.*)\ndata: (.*)$/s.exec(frame) ?? [];
    this.#id = id ?? this.#id;
    this.frames += event === undefined ? 0 : 1;
    if (event !== 'log') {
      return;
    }
    const { seq, text } = JSON.parse(data) as { seq: number; text: string };
    this.twice += seq <= this.last ? 1 : 0;
    this.lost += Math.max(0, seq - this.last - 1);
    this.last = Math.max(seq, this.last);
    this.latencies.push(Number(now - BigInt(text)) / 1e6);
    if (this.#breakEvery && seq >= this.#next) {
      this.#next = seq + this.#breakEvery;
      this.#request?.destroy();
    }
  }
}

answerParent(async message => {
  if (message.connect) {
    viewers = Array.from(
      { length: message.viewers },
      (_, number) =>
        new Viewer(message.connect, message.breakEvery, message.before, number),
    );
    await Promise.all(viewers.map(viewer => viewer.connect()));
    // Who has a past gets it first.
    while (message.past && viewers.some(({ frames }) => frames === 0)) {
      await new Promise(resolve => setTimeout(resolve, AGAIN_MS));
    }
    return undefined;
  }
  // All lines were written: whoever lacks one may still get it.
  const end = Date.now() + PATIENCE_MS;
  while (viewers.some(({ last }) => last < message.lines) && Date.now() < end) {
    await new Promise(resolve => setTimeout(resolve, AGAIN_MS));
  }
  viewers.forEach(viewer => viewer.close());
  return {
    latencies: viewers.flatMap(({ latencies }) => latencies),
    lost: sum(({ lost, last }) => lost + message.lines - last),
    twice: sum(({ twice }) => twice),
    reconnects: sum(({ reconnects }) => reconnects),
  } satisfies Seen;
});

function sum(count: (viewer: Viewer) => number): number {
  return viewers.reduce((total, viewer) => total + count(viewer), 0);
}
