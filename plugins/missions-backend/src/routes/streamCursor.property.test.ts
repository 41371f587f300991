import { isMissionError } from '@mission-control/plugin-missions-common';
import fc from 'fast-check';
import { deflateRawSync } from 'node:zlib';
import { numRuns } from '../__testUtils__/numRuns';
import { CursorWriter } from './CursorWriter';
import { readCursor, writeCursor } from './streamCursor';

const base64 = (value: unknown) =>
  Buffer.from(JSON.stringify(value)).toString('base64url');
const folded = (value: unknown) =>
  `${deflateRawSync(JSON.stringify(value)).toString('base64url')}.${base64([
    1,
    [],
  ])}`;

/** What servers and proxies take of an address or of one header. */
const SAFE = 6_000;

/** What an integer of the database holds. */
const isNumber = (value: unknown) =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) < 2 ** 31;

function isPositionOrRefused(cursor: string): boolean {
  try {
    const { event, logs } = readCursor(cursor);
    return (
      isNumber(event) &&
      [...logs].every(([key, seq]) => typeof key === 'string' && isNumber(seq))
    );
  } catch (error) {
    return isMissionError(error) && error.code === 'INPUT_INVALID';
  }
}

/** A few steps, those of a fleet, and what is in no order at all. */
const logs = fc.oneof(
  fc.array(fc.tuple(fc.string(), fc.nat()), { maxLength: 100 }),
  fc
    .tuple(fc.nat(60), fc.nat(25), fc.array(fc.nat(500), { minLength: 1 }))
    .map(([targets, steps, lines]) =>
      Array.from({ length: targets * steps }, (_, index): [string, number] => [
        `cluster-${index % targets}\nstep-${Math.floor(index / targets)}`,
        lines[index % lines.length],
      ]),
    ),
  fc.array(
    fc.tuple(
      fc
        .tuple(fc.string(), fc.string({ minLength: 20 }))
        .map(parts => parts.join('\n')),
      fc.nat(),
    ),
    { minLength: 200, maxLength: 400 },
  ),
);

describe('the cursor of a stream', () => {
  it('is the position that was written, short enough, or says that lines are unknown', () => {
    let unknown = 0;
    let longest = 0;
    const position = fc.record({ event: fc.nat(), logs });
    fc.assert(
      fc.property(position, ({ event, logs: entries }) => {
        const value = { event, logs: new Map(entries) };
        const cursor = writeCursor(value);
        const { linesUnknown, ...read } = readCursor(cursor);
        longest = Math.max(longest, cursor.length);
        unknown += linesUnknown ? 1 : 0;
        expect(read).toEqual(linesUnknown ? { event, logs: new Map() } : value);
        expect(writeCursor(readCursor(cursor)).length).toBeLessThan(SAFE);
      }),
      { numRuns: numRuns(200) },
    );
    expect(longest).toBeLessThan(SAFE);
    // Both were tried.
    expect(unknown).toBeGreaterThan(0);
    expect(unknown).toBeLessThan(numRuns(200) / 2);
  });

  it('is that of each line on the way, however many were written before', () => {
    fc.assert(
      fc.property(logs, entries => {
        const position = { event: 1, logs: new Map<string, number>() };
        const writer = new CursorWriter(position);
        for (const [key, seq] of entries.slice(0, 60)) {
          writer.passLine(key, seq);
          position.event += 1;
          expect(readCursor(writer.text())).toEqual(position);
        }
        // Many at once, as those that are passed over.
        entries.forEach(([key, seq]) => writer.passLine(key, seq));
        const { linesUnknown, ...read } = readCursor(writer.text());
        expect(read).toEqual(
          linesUnknown ? { event: position.event, logs: new Map() } : position,
        );
      }),
      { numRuns: numRuns(60) },
    );
  });

  it('is read as older portals wrote it, with many steps too', () => {
    const steps = Array.from({ length: 300 }, (_, index): [string, number] => [
      `one\nstep-${index}`,
      index,
    ]);
    expect(readCursor(base64([7, steps]))).toEqual({
      event: 7,
      logs: new Map(steps),
    });
  });

  it('is a position or refused as input, whatever the text', () => {
    const json = fc.jsonValue();
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      json.map(base64),
      fc.tuple(json, json).map(base64),
      json.map(folded),
      fc.tuple(json, json).map(folded),
      fc
        .tuple(fc.array(fc.array(fc.string())), fc.array(fc.array(json)))
        .map(folded),
      fc.array(fc.base64String()).map(parts => parts.join('.')),
    );
    fc.assert(
      fc.property(text, cursor => {
        expect(isPositionOrRefused(cursor)).toBe(true);
      }),
      {
        numRuns: numRuns(500),
        examples: [
          [base64([9_007_199_254_740_992, []])],
          [base64([-1, []])],
          [folded([[['a']], [['one', 0, -1]]])],
          [folded([[['a']], [['one', 1, 1]]])],
          [`.${base64([1, []])}.`],
        ],
      },
    );
  });

  it.each([
    ['unpacks to more than it may', 'a'.repeat(50_000_000)],
    ['is nested without end', `${'['.repeat(60_000)}${']'.repeat(60_000)}`],
    [
      'names one list of steps again and again',
      `[[[${'"a",'.repeat(20_000)}"a"]],[${'["b",0],'.repeat(5_000)}["b",0]]]`,
    ],
    [
      'has a long name of a target for each of many steps',
      `[[[${'"a",'.repeat(20_000)}"a"]],[["${'t'.repeat(1_000)}",0${',1'.repeat(
        20_001,
      )}]]]`,
    ],
  ])('is refused where it %s', (_what, packed) => {
    const cursor = `${deflateRawSync(packed).toString('base64url')}.${base64([
      1,
      [],
    ])}`;
    expect(() => readCursor(cursor)).toThrow(
      expect.objectContaining({ code: 'INPUT_INVALID' }),
    );
  });
});
