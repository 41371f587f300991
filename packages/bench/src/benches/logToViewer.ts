import {
  type Lease,
  Masker,
  StepLogWriter,
  appendTo,
} from '@mission-control/plugin-missions-backend/testUtils';
import type { BenchDatabase, RawConnection } from '../databases/BenchDatabase';
import { BenchEngine } from '../engine/BenchEngine';
import { createHoldAction } from '../engine/createHoldAction';
import type { Figure } from '../report/Figure';
import { percentile } from '../statistics/percentile';
import { type Bench, type Pace, repeat, timed } from './Bench';

const VIEWERS = 20;

/**
 * From a log line to the last of twenty viewers in this process: once when it
 * is written to the database at once, and once as an action writes it, where
 * lines are gathered for 50 ms. After each line the bare driver inserts a row.
 */
export const logToViewer: Bench = {
  name: 'log-to-viewer',
  description: `a log line → seen by ${VIEWERS} subscribers`,
  async measure({ database, pace }) {
    const hold = createHoldAction();
    const engine = await BenchEngine.create(database.knex, hold.action);
    const raw = await database.connect();
    try {
      await engine.useMission(1, hold.action.id);
      const run = await engine.startRun();
      const step = await hold.begun;
      const writer = new StepLogWriter({
        append: appendTo(
          engine.store,
          await readLease(database, run.runId),
          step.stepId,
        ),
        masker: new Masker([]),
      });
      const gathered = await measureLines({ engine, raw, pace }, text => {
        step.log.info(text);
      });
      const atOnce = await measureLines({ engine, raw, pace }, async text => {
        writer.info(text);
        await writer.flush();
      });
      hold.release();
      await run.finished;
      return [
        ...figuresOf('line appended at once', database, atOnce),
        ...figuresOf('line of an action (gathered)', database, gathered),
      ];
    } finally {
      hold.release();
      await raw.close();
      await engine.stop();
    }
  },
};

interface Samples {
  readonly seen: number[];
  readonly raw: number[];
}

async function measureLines(
  options: { engine: BenchEngine; raw: RawConnection; pace: Pace },
  write: (text: string) => Promise<void> | void,
): Promise<Samples> {
  const { engine, raw, pace } = options;
  const samples: Samples = { seen: [], raw: [] };
  let number = 0;
  const send = async () => {
    const text = `Line ${++number} of a bench`;
    const seen = Array.from({ length: VIEWERS }, () =>
      engine.sees(
        undefined,
        message => message.kind === 'log' && message.line.text === text,
      ),
    );
    return timed(async () => {
      await write(text);
      await Promise.all(seen);
    });
  };
  await send();
  await repeat(pace, async () => {
    samples.seen.push(await send());
    samples.raw.push(await timed(() => raw.commit()));
  });
  return samples;
}

function figuresOf(
  title: string,
  database: BenchDatabase,
  samples: Samples,
): Figure[] {
  return [0.5, 0.99].map((share): Figure => {
    const value = percentile(samples.seen, share);
    const baseline = percentile(samples.raw, share);
    return {
      title: `${title} → ${VIEWERS} viewers, p${share * 100}`,
      database: database.title,
      value,
      unit: 'ms',
      baseline: {
        title: `raw insert, p${share * 100}`,
        value: baseline,
        unit: 'ms',
      },
      ratio: value / baseline,
      samples: samples.seen.length,
    };
  });
}

/** The lease under which the worker holds the run's only target. */
async function readLease(
  { knex }: BenchDatabase,
  runId: string,
): Promise<Lease> {
  const row = await knex('run_targets').where({ run_id: runId }).first();
  return {
    runId,
    targetId: row.target_id,
    owner: row.lease_owner,
    fence: row.fence,
  };
}
