import type { ClusterRequest } from '@mission-control/plugin-missions-node';
import type { Knex } from 'knex';

import type { Crashes, CrashPoint } from './Case';
import type { Fate } from './MortalClient';

/** Where the processes of a run end, each point once. */
export class CrashPlan {
  readonly met: CrashPoint[] = [];
  readonly #crashes: Crashes;

  constructor(crashes: Crashes) {
    this.#crashes = crashes;
  }

  isDue({ nth, at }: CrashPoint): boolean {
    if (this.#crashes === 'nowhere') {
      return false;
    }
    if (this.#crashes !== 'everywhere') {
      const { nth: wanted, at: where } = this.#crashes;
      return this.met.length === 0 && nth === wanted && at === where;
    }
    return !this.met.some(point => point.nth === nth && point.at === at);
  }
}

/** What becomes of one process. */
export class MortalFate implements Fate {
  runId = '';
  plan = new CrashPlan('nowhere');
  writes: ClusterRequest[];
  db: Knex | undefined;
  readonly #onDeath: () => void;
  #isDead = false;
  #bury: () => void = () => undefined;
  readonly #burial: Promise<void>;

  constructor(writes: ClusterRequest[], onDeath: () => void) {
    this.writes = writes;
    this.#onDeath = onDeath;
    this.#burial = new Promise(resolve => {
      this.#bury = resolve;
    });
  }

  begin(runId: string, plan: CrashPlan, writes: ClusterRequest[] = []): void {
    this.runId = runId;
    this.plan = plan;
    this.writes = writes;
  }

  isDue(point: CrashPoint): boolean {
    return !this.#isDead && this.plan.isDue(point);
  }

  async journal(): Promise<{ ended: number; open: number }> {
    const states: string[] = await this.db!('run_journal')
      .where({ run_id: this.runId })
      .pluck('state');
    const open = states.filter(state => state === 'intent').length;
    return { ended: states.length - open, open };
  }

  async die(point: CrashPoint): Promise<never> {
    // Requests that are sent at once meet the same end.
    if (!this.#isDead) {
      this.#isDead = true;
      this.plan.met.push(point);
      this.#onDeath();
    }
    return this.lives() as Promise<never>;
  }

  /** What waited in the grave is told so when another one lives: nothing of it may count. */
  async lives(): Promise<void> {
    if (this.#isDead) {
      await this.#burial;
      throw new Error('The process is no more');
    }
  }

  bury(): void {
    this.#bury();
  }
}
