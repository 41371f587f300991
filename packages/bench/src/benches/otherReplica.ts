import { BenchEngine } from '../engine/BenchEngine';
import { guardOnce } from '../engine/guardOnce';
import { forkBench } from '../processes/forkBench';
import type { Watched } from '../processes/replica';
import type { Figure } from '../report/Figure';
import { percentile } from '../statistics/percentile';
import { type Bench, repeat, timed } from './Bench';

const WARM_UP_RUNS = 5;

/**
 * From the request for a run at a replica that works on nothing to the end of
 * its first step in another process, which hears of it by the database. After
 * each run a bare connection commits a row and another one hears of that. Fails
 * when a step was done twice, or a run did not come to its end. Where only one
 * process may use the database there is nothing to measure.
 */
export const otherReplica: Bench = {
  name: 'other-replica',
  description: 'create a run → its first step finished by another process',
  async measure({ database, pace }) {
    const raw = await database.connectSignal?.();
    if (!raw) {
      return [];
    }
    const queue = await BenchEngine.createIdle(database.knex);
    const other = await forkBench('replica.ts');
    try {
      await queue.store.hearReplicas();
      await queue.useMission(1);
      await other.ask({ open: database.settings });
      await other.ask({ watch: true });
      const reaches = (reached: Watched['reached']) =>
        other.hear(
          (message): message is Watched => message.reached === reached,
        );
      const time = async () => {
        const told = Promise.all([reaches('first step'), reaches('end')]);
        // Nobody awaits it when the run cannot be made.
        told.catch(() => {});
        const startedAt = process.hrtime.bigint();
        const { id } = await queue.createRun();
        const [first, end] = await told;
        if (first.runId !== id || end.runId !== id) {
          throw new Error(`Run ${id} was made, and run ${first.runId} done`);
        }
        return Number(BigInt(first.at) - startedAt) / 1e6;
      };
      for (let run = 0; run < WARM_UP_RUNS; run++) {
        await time();
        await raw.send();
      }
      const times: number[] = [];
      const rawTimes: number[] = [];
      await repeat(pace, async () => {
        times.push(await time());
        rawTimes.push(await timed(() => raw.send()));
      });
      await guardOnce(database);
      return [0.5, 0.95].map((share): Figure => {
        const value = percentile(times, share);
        const baseline = percentile(rawTimes, share);
        const name = `p${share * 100}`;
        return {
          title: `create → first step finished by another replica, ${name}`,
          database: database.title,
          value,
          unit: 'ms',
          baseline: {
            title: `raw commit heard by another connection, ${name}`,
            value: baseline,
            unit: 'ms',
          },
          ratio: value / baseline,
          samples: times.length,
        };
      });
    } finally {
      await other.kill();
      await raw.close();
      await queue.stop();
    }
  },
};
