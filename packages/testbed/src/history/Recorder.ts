import { setTimeout as sleep } from 'node:timers/promises';
import { dumpRows, type RecordedRows } from './rows';
import type { ClusterFiles, World } from './World';

/** For as long as a recording may take, a request is not answered. */
const HELD_MS = 600_000;
const PATIENCE_MS = 30_000;

/** Everything that there is at one moment. */
export interface Moment {
  /** The newest migration. */
  readonly schema: string;
  readonly rows: RecordedRows;
  readonly cluster: ClusterFiles;
}

/** An event of a run, as far as a moment is found by it. */
interface Seen {
  readonly type: string;
  readonly data: Record<string, any>;
}

/**
 * Takes what there is at a moment in the middle of the work, as a kill at that
 * moment would leave it. SQLite has one connection: what stands in line for it
 * when an event is told comes before whatever the engine writes next.
 */
export class Recorder {
  readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  /** What there is now. */
  async now(
    ready: () => Promise<void> = async () => undefined,
  ): Promise<Moment> {
    return this.world.store.db.transaction(async tx => {
      await ready();
      return { ...(await dumpRows(tx)), cluster: await this.world.files() };
    });
  }

  /** What there is when an event is told: `act` is called first, `ready` waited for while the database is held. */
  async at(
    isIt: (event: Seen) => boolean,
    options: { act?: () => void; ready?: () => Promise<void> } = {},
  ): Promise<Moment> {
    return new Promise((resolve, reject) => {
      setTimeout(
        () => reject(new Error('The moment to record did not come')),
        PATIENCE_MS,
      ).unref();
      const stop = this.world.store.feed.subscribe(message => {
        if (message.kind === 'event' && isIt(message.event)) {
          stop();
          options.act?.();
          this.now(options.ready).then(resolve, reject);
        }
      });
    });
  }

  /** Calls `act` when an event is told. */
  when(isIt: (event: Seen) => boolean, act: () => void): void {
    const stop = this.world.store.feed.subscribe(message => {
      if (message.kind === 'event' && isIt(message.event)) {
        stop();
        act();
      }
    });
  }

  /** From now on the cluster answers nothing about Secrets, and does nothing. */
  holdSecrets(): void {
    this.world.simulator.faults.set({
      kind: 'latency',
      resource: 'secrets',
      milliseconds: HELD_MS,
    });
  }

  /** Waits until the cluster has the Secret; its answer may be on its way. */
  async secretIsThere(): Promise<void> {
    for (;;) {
      const objects = await this.world.objects();
      if (objects.some(({ metadata }: any) => metadata.name === 'login')) {
        return;
      }
      await sleep(5);
    }
  }
}

/** The journal notes that a write of an object is about to happen. */
export const intends = (name: string) => (event: Seen) =>
  event.type === 'journal.intent' && event.data.object?.name === name;

/** The target has come to a state. */
export const comesTo = (state: string) => (event: Seen) =>
  event.type === `target.${state}`;
