import { benches } from '../benches/benches';
import { parseBenchArguments } from './parseBenchArguments';

const parse = (...args: string[]) => parseBenchArguments(args, benches);

describe('parseBenchArguments', () => {
  it('chooses everything when nothing is named', () => {
    expect(parse()).toEqual({
      help: undefined,
      chosen: benches,
      databases: ['sqlite', 'postgres'],
      pace: { milliseconds: 3_000, atLeast: 5 },
      rounds: 3,
      json: false,
    });
  });

  it('takes names and options', () => {
    expect(
      parse(
        'log-to-viewer',
        'start-latency',
        '--seconds',
        '0.5',
        '--rounds=1',
        '--database=postgres',
        '--json',
      ),
    ).toMatchObject({
      chosen: [{ name: 'start-latency' }, { name: 'log-to-viewer' }],
      databases: ['postgres'],
      pace: { milliseconds: 500 },
      rounds: 1,
      json: true,
    });
  });

  it('describes each bench with --help', () => {
    const { help } = parse('--help');
    for (const { name } of benches) {
      expect(help).toContain(name);
    }
    expect.assertions(benches.length);
  });

  it.each([
    [
      ['warp'],
      "There is no bench 'warp'; there is start-latency, other-replica, runs-per-second, log-to-viewer",
    ],
    [
      ['--database', 'mysql'],
      "There is no database 'mysql'; there is sqlite, postgres",
    ],
    [
      ['--seconds', 'many'],
      "--seconds is 'many'; give a number above 0, at most 3600",
    ],
    [['--rounds', '0'], "--rounds is '0'; give a number above 0, at most 101"],
  ])('refuses %j and says what is possible', (args, message) => {
    expect(() => parse(...args)).toThrow(message);
  });
});
