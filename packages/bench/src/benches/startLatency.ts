import { BenchEngine } from '../engine/BenchEngine';
import { countCommits } from '../engine/countCommits';
import type { Figure } from '../report/Figure';
import { percentile } from '../statistics/percentile';
import { type Bench, repeat, timed } from './Bench';

const WARM_UP_RUNS = 5;

/**
 * From the request for a run to the end of its first step: insert, claim,
 * preflight, plan, automatic approval of the empty plan, the step itself.
 * After each run the bare driver makes as many commits, one after the other.
 */
export const startLatency: Bench = {
  name: 'start-latency',
  description: 'create a run → its first step finished',
  async measure({ database, pace }) {
    const engine = await BenchEngine.create(database.knex);
    const raw = await database.connect();
    const startTimes: number[] = [];
    const rawTimes: number[] = [];
    try {
      await engine.useMission(1);
      const commits = await commitsPerStart();
      await repeat(pace, async () => {
        startTimes.push(await timeStart());
        rawTimes.push(
          await timed(async () => {
            for (let count = 0; count < commits; count++) {
              await raw.commit();
            }
          }),
        );
      });
      return [0.5, 0.95].map((share): Figure => {
        const value = percentile(startTimes, share);
        const baseline = percentile(rawTimes, share);
        return {
          title: `create → first step finished, p${share * 100}`,
          database: database.title,
          value,
          unit: 'ms',
          baseline: {
            title: `${commits} raw commits, p${share * 100}`,
            value: baseline,
            unit: 'ms',
          },
          ratio: value / baseline,
          samples: startTimes.length,
        };
      });
    } finally {
      await raw.close();
      await engine.stop();
    }

    /** Milliseconds; resolves after the whole run, so that runs never overlap. */
    async function timeStart(onStep: () => void = () => {}): Promise<number> {
      let finished: Promise<void> | undefined;
      const took = await timed(async () => {
        const run = await engine.startRun();
        finished = run.finished;
        const stepSeen = engine.sees(
          run.runId,
          message =>
            message.kind === 'event' && message.event.type === 'step.succeeded',
        );
        await Promise.race([
          stepSeen,
          finished.then(() => {
            throw new Error(`Run ${run.runId} ended without its step`);
          }),
        ]);
      });
      onStep();
      await finished;
      return took;
    }

    /** What a start usually commits; warms everything up as well. */
    async function commitsPerStart(): Promise<number> {
      const counts: number[] = [];
      for (let run = 0; run < WARM_UP_RUNS; run++) {
        const counter = countCommits(database.knex);
        await timeStart(() => counts.push(counter.stop()));
      }
      return percentile(counts, 0.5);
    }
  },
};
