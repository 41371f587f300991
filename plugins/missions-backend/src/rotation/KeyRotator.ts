import { setTimeout as sleep } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { isMissionError } from '@mission-control/plugin-missions-common';
import type { KeyPrint } from '../sealing';
import {
  REPLICA_LIFE_MS,
  type LivingReplica,
  type OldSeal,
  type Rotation,
  type ShutValues,
  type Store,
  findOldSeals,
  leaveRotation,
  newId,
  readReplicas,
  readRotation,
  resealValue,
  saveRotation,
  takeRotation,
} from '../store';
import { othersThan, whyWaits } from './agreement';
import { type SealingView, doneWords, rotationView } from './rotationView';

const LOOK_MS = 5_000;
const LEASE_MS = 30_000;
const RUNS_AT_ONCE = 20;
/** Between two batches: the work of runs comes first. */
const PAUSE_MS = 100;
/** So often everything is looked at again: a replica may have been there unseen. */
const AGAIN_MS = 24 * 3_600_000;

/** What a rotator needs; all but the first two for tests. */
export interface KeyRotatorOptions {
  readonly store: Store;
  readonly logger: LoggerService;
  /** Milliseconds between two looks. */
  readonly lookMs?: number;
  readonly leaseMs?: number;
  /** Milliseconds between two batches. */
  readonly pauseMs?: number;
  /** Runs of a batch. */
  readonly runsAtOnce?: number;
  /** Milliseconds for which all replicas have to seal with one key before it begins. */
  readonly settleMs?: number;
}

/**
 * Seals anew, with the first key, what other keys sealed: run after run, in the
 * background, on one replica at a time, going on where it stopped.
 *
 * 1. It begins when every living replica has the same key first, and stops as
 *    soon as one has not. So it seals with no key that a living replica lacks,
 *    and nothing is sealed with another one behind its back.
 * 2. A value is replaced only if it still is what was read. So what somebody
 *    else writes meanwhile is never lost, by whichever replica.
 * 3. What was looked at is kept after the values of a batch. A kill in between
 *    looks at them again, which changes nothing.
 */
export class KeyRotator {
  readonly #options: Required<KeyRotatorOptions>;
  readonly #id = newId();
  readonly #key: KeyPrint | undefined;
  readonly #stopped = new AbortController();
  #agreedAt: number | undefined;
  /** By the database's clock: what was looked at before then is looked at again. */
  #disturbedAt = '';
  #toldWaits = '';
  #working: Promise<void> = Promise.resolve();
  #timer: ReturnType<typeof setInterval> | undefined;
  #busy = false;

  private constructor(options: KeyRotatorOptions) {
    this.#options = {
      lookMs: LOOK_MS,
      leaseMs: LEASE_MS,
      pauseMs: PAUSE_MS,
      runsAtOnce: RUNS_AT_ONCE,
      // Alone on its database, it waits for nobody.
      settleMs: options.store.dialect.singleProcess ? 0 : REPLICA_LIFE_MS,
      ...options,
    };
    [this.#key] = options.store.sealer.prints;
  }

  static create(options: KeyRotatorOptions): KeyRotator {
    return new KeyRotator(options);
  }

  /** Begins to look; without a key there is nothing to do. */
  start(): void {
    if (this.#key) {
      this.#timer = setInterval(() => this.#look(), this.#options.lookMs);
      this.#timer.unref();
      this.#look();
    }
  }

  /** Ends after the value that it is at; another replica may go on at once. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopped.abort();
    await this.#working;
    await leaveRotation({ tx: this.#store.db, owner: this.#id }).catch(
      () => undefined,
    );
  }

  /** What people may know of the keys; undefined without one. */
  async view(): Promise<SealingView | undefined> {
    if (!this.#key) {
      return undefined;
    }
    const rotation = await readRotation({ tx: this.#store.db });
    const { finishedAt } = rotation ?? {};
    const isOld = finishedAt !== undefined && finishedAt < this.#disturbedAt;
    return rotationView({
      keys: this.#store.sealer.prints,
      // What another replica sealed since was not looked at yet.
      rotation:
        rotation && isOld ? { ...rotation, finishedAt: undefined } : rotation,
      others: await this.#others(),
    });
  }

  get #store(): Store {
    return this.#options.store;
  }

  #look(): void {
    if (this.#busy || this.#stopped.signal.aborted) {
      return;
    }
    this.#busy = true;
    this.#working = this.#rotate(this.#key!)
      .catch(error => {
        this.#options.logger.warn(
          'Could not seal anew what older keys sealed; trying again',
          error as Error,
        );
      })
      .finally(() => {
        this.#busy = false;
      });
  }

  async #rotate(key: KeyPrint): Promise<void> {
    const { store, leaseMs } = this.#options;
    const { db, dialect } = store;
    if (store.schema.newer || !(await this.#isAgreed(key))) {
      return;
    }
    const now = await store.now();
    const daily = new Date(now.getTime() - AGAIN_MS).toISOString();
    let rotation = await takeRotation({
      db,
      dialect,
      owner: this.#id,
      leaseMs,
      key,
      since: daily > this.#disturbedAt ? daily : this.#disturbedAt,
    });
    while (rotation && !rotation.finishedAt) {
      rotation = await this.#batch(key, rotation);
    }
  }

  /** Looks at some more runs. Undefined: it is not to go on here, or not now. */
  async #batch(
    key: KeyPrint,
    rotation: Rotation,
  ): Promise<Rotation | undefined> {
    const { store, leaseMs, runsAtOnce, pauseMs } = this.#options;
    const { db: tx, dialect, sealer } = store;
    const { signal } = this.#stopped;
    const runIds: string[] = await tx('runs')
      .where('id', '>', rotation.cursor)
      .orderBy('id')
      .limit(runsAtOnce)
      .pluck('id');
    const seals = await findOldSeals({ tx, sealer, runIds });
    let { resealed } = rotation;
    const shut = { ...rotation.shut };
    for (const seal of seals) {
      if (signal.aborted) {
        return undefined;
      }
      resealed += (await this.#reseal(seal, shut)) ? 1 : 0;
    }
    if (store.schema.newer || !(await this.#isAgreed(key))) {
      return undefined;
    }
    const progress = {
      cursor: runIds.at(-1) ?? rotation.cursor,
      looked: rotation.looked + runIds.length,
      resealed,
      shut,
      finished: runIds.length < runsAtOnce,
    };
    const owner = this.#id;
    if (!(await saveRotation({ tx, dialect, owner, leaseMs, key, progress }))) {
      return undefined;
    }
    if (progress.finished) {
      this.#sayDone(key, { resealed, shut });
      return undefined;
    }
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    return signal.aborted ? undefined : { ...rotation, ...progress };
  }

  /** Whether it was sealed anew. What does not open is noted and stays. */
  async #reseal(
    seal: OldSeal,
    shut: Record<string, ShutValues>,
  ): Promise<boolean> {
    const { db: tx, sealer } = this.#store;
    try {
      return await resealValue({ tx, sealer, seal });
    } catch (error) {
      if (!isMissionError(error)) {
        throw error;
      }
      const { keyId, runId } = seal;
      const before = shut[keyId] ?? { count: 0, runId, message: error.message };
      shut[keyId] = { ...before, count: before.count + 1 };
      return false;
    }
  }

  #sayDone(
    key: KeyPrint,
    { resealed, shut }: Pick<Rotation, 'resealed' | 'shut'>,
  ): void {
    const { logger, store } = this.#options;
    const keys = store.sealer.prints;
    const words = doneWords({ key, keys, rotation: { shut } });
    const line = `${words} Sealed anew: ${resealed} values.`;
    if (Object.keys(shut).length > 0) {
      logger.error(line);
    } else if (resealed > 0 || keys.length > 1) {
      logger.info(line);
    }
  }

  /** Whether every living replica seals with this key, and has for a while. */
  async #isAgreed(key: KeyPrint): Promise<boolean> {
    const others = await this.#others();
    const now = performance.now();
    if (others.length > 0) {
      this.#agreedAt = undefined;
      this.#disturbedAt = (await this.#store.now()).toISOString();
      const why = whyWaits(key, others);
      if (why !== this.#toldWaits) {
        this.#options.logger.info(why);
      }
      this.#toldWaits = why;
      return false;
    }
    this.#toldWaits = '';
    this.#agreedAt ??= now;
    return now - this.#agreedAt >= this.#options.settleMs;
  }

  async #others(): Promise<readonly LivingReplica[]> {
    const { db: tx, dialect } = this.#store;
    return othersThan(
      this.#key!,
      await readReplicas({ tx, dialect, lifeMs: REPLICA_LIFE_MS }),
    );
  }
}
