import { Masker } from '../sealing';
import { StepLogWriter } from './StepLogWriter';

const numbered = (first: number, count: number) =>
  Array.from({ length: count }, (_, index) => `line ${first + index}`);

/** A log, and the batches that it wrote. */
function openLog(options: { held?: boolean; most?: number } = {}) {
  const batches: { level: string; text: string }[][] = [];
  const log = new StepLogWriter({
    append: async lines => {
      batches.push(lines.map(({ level, text }) => ({ level, text })));
    },
    masker: new Masker([]),
    ...options,
  });
  return { log, batches };
}

const texts = (batch: { text: string }[]) => batch.map(({ text }) => text);

describe('StepLogWriter', () => {
  it('says behind what it keeps how many lines are missing, and goes on', async () => {
    const { log, batches } = openLog({ most: 3 });
    numbered(1, 5).forEach(line => log.info(line));
    await log.flush();
    log.info('line 6');
    await log.close();
    const mark = '… 2 lines are missing here: there were too many to keep';
    expect(batches.map(texts)).toEqual([[...numbered(1, 3), mark], ['line 6']]);
    expect(batches[0].at(-1)?.level).toBe('warn');
  });

  it('writes a line that comes alone by itself, and together those that come while it is written', async () => {
    const written: string[][] = [];
    let begin = () => {};
    let end = () => {};
    const begun = new Promise<void>(resolve => {
      begin = resolve;
    });
    const ended = new Promise<void>(resolve => {
      end = resolve;
    });
    const log = new StepLogWriter({
      append: async lines => {
        written.push(lines.map(({ text }) => text));
        begin();
        await ended;
      },
      masker: new Masker([]),
    });
    log.info('line 1');
    await begun;
    log.info('line 2');
    log.info('line 3');
    expect(written).toEqual([['line 1']]);
    end();
    await log.close();
    expect(written).toEqual([['line 1'], ['line 2', 'line 3']]);
  });

  it('counts each line of a text that has several', async () => {
    const { log, batches } = openLog({ most: 2 });
    log.info(numbered(1, 3).join('\n'));
    await log.close();
    expect(texts(batches[0])).toEqual([
      ...numbered(1, 2),
      '… 1 line is missing here: there were too many to keep',
    ]);
  });

  it('counts for a held log until it is closed', async () => {
    const { log, batches } = openLog({ held: true, most: 2 });
    numbered(1, 3).forEach(line => log.info(line));
    await log.flush();
    numbered(4, 2).forEach(line => log.info(line));
    await log.close();
    expect(batches.map(texts)).toEqual([
      [
        ...numbered(1, 2),
        '… 3 lines are missing here: there were too many to keep',
      ],
    ]);
  });

  it('keeps 20,000 lines that nobody takes yet', async () => {
    const { log, batches } = openLog();
    log.info(numbered(1, 20_001).join('\n'));
    await log.close();
    expect(batches[0]).toHaveLength(20_001);
    expect(batches[0].at(-1)?.text).toContain('1 line is missing');
  });

  it('adds nothing where nothing is missing', async () => {
    const { log, batches } = openLog({ most: 2 });
    numbered(1, 2).forEach(line => log.info(line));
    await log.close();
    expect(batches.map(texts)).toEqual([numbered(1, 2)]);
  });
});
