import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchDatabase } from '../databases/BenchDatabase';
import { BenchEngine } from '../engine/BenchEngine';
import { type BenchProcess, forkBench } from '../processes/forkBench';
import type { Begun } from '../processes/replica';
import type { Figure } from '../report/Figure';
import { median } from '../statistics/median';
import { type Bench, timed } from './Bench';

/** A replica judges others only after so long, in milliseconds. */
const STEADY_MS = 36_000;
const MOST_SAMPLES = 3;

/**
 * From SIGKILL of the process that runs a step to the moment that another one
 * begins it again: one that is there already, beside the time after which the
 * database gives away a lock of the killed one; or, where only one process may
 * use the database, one that is started then, beside its bare start.
 */
export const takeover: Bench = {
  name: 'takeover',
  description: 'SIGKILL → another process begins the step again',
  async measure({ database, pace }) {
    // The tables are there before those who are measured come.
    await (await BenchEngine.createIdle(database.knex)).stop();
    const measure = database.another ? byAnother : byRestart;
    const samples = Math.min(pace.atLeast, MOST_SAMPLES);
    const took: Sample[] = [];
    for (let sample = 0; sample < samples; sample++) {
      took.push(await measure(database));
      if (database.another) {
        await database.knex('runs').delete();
      }
    }
    const value = median(took.map(each => each.value));
    const baseline = median(took.map(each => each.baseline));
    return [
      {
        title: database.another
          ? 'SIGKILL → step begun by another replica'
          : 'SIGKILL and restart → step begun again',
        database: database.title,
        value,
        unit: 'ms',
        baseline: {
          title: database.another ? 'raw lock given away' : 'bare start',
          value: baseline,
          unit: 'ms',
        },
        ratio: value / baseline,
        samples,
      } satisfies Figure,
    ];
  },
};

interface Sample {
  readonly value: number;
  readonly baseline: number;
}

const hasBegun = (message: Begun): message is Begun =>
  message.begun !== undefined;

async function byAnother(database: BenchDatabase): Promise<Sample> {
  const replicas = [
    await forkBench('replica.ts'),
    await forkBench('replica.ts'),
  ];
  const raw = await database.connect();
  try {
    for (const replica of replicas) {
      await replica.ask({ open: database.settings });
    }
    await sleep(STEADY_MS);
    const first = Promise.race(replicas.map(each => each.hear(hasBegun)));
    await replicas[0].ask({ hold: true });
    const { begun } = await first;
    const [killed, other] = [...replicas].sort(each =>
      each.child.pid === begun ? -1 : 1,
    );
    const { life_key: key } = await database
      .knex('worker_replicas')
      .whereIn('id', database.knex('run_targets').select('lease_owner'))
      .first('life_key');
    const locks = await database
      .knex('pg_locks')
      .whereRaw('objid = CAST(? AS INTEGER)::oid', [key])
      .first('classid');
    let baseline = 0;
    const begunAgain = other.hear(hasBegun);
    const killedAt = performance.now();
    const given = raw
      .read(
        `SELECT pg_advisory_lock(${locks.classid}, ${key}), pg_advisory_unlock(${locks.classid}, ${key})`,
      )
      .then(() => {
        baseline = performance.now() - killedAt;
      });
    killed.child.kill('SIGKILL');
    await begunAgain;
    const value = performance.now() - killedAt;
    await given;
    return { value, baseline };
  } finally {
    await raw.close();
    await Promise.all(replicas.map(replica => replica.kill()));
  }
}

async function byRestart(database: BenchDatabase): Promise<Sample> {
  const started: BenchProcess[] = [];
  const start = async () => {
    const replica = await forkBench('replica.ts');
    started.push(replica);
    return replica;
  };
  try {
    const first = await start();
    await first.ask({ open: database.settings });
    const begun = first.hear(hasBegun);
    await first.ask({ hold: true });
    await begun;
    let baseline = 0;
    const value = await timed(async () => {
      await first.kill();
      let next: BenchProcess;
      baseline = await timed(async () => {
        next = await start();
      });
      const again = next!.hear(hasBegun);
      await next!.ask({ open: database.settings });
      await again;
    });
    return { value, baseline };
  } finally {
    await Promise.all(started.map(replica => replica.kill()));
  }
}
