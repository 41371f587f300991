import { parseChaosArguments } from './parseChaosArguments';

describe('parseChaosArguments', () => {
  it('takes what is given, and a seed of its own where there is none', () => {
    expect(
      parseChaosArguments([
        ...['--seed', '7', '--seconds', '5'],
        ...['--database', 'postgres', '--replicas', '3'],
      ]),
    ).toEqual({
      help: undefined,
      databases: ['postgres'],
      seed: 7,
      seconds: 5,
      replicas: 3,
    });
    const { seed, databases } = parseChaosArguments([]);
    expect(seed).toBeGreaterThan(0);
    expect(databases).toEqual(['sqlite', 'postgres']);
  });

  it.each([
    [['--seed', 'x'], "--seed is 'x'; give a whole number from 1"],
    [['--seconds', '0'], "--seconds is '0'; give a whole number from 1"],
    [['--database', 'mysql'], "no database 'mysql'; there is sqlite, postgres"],
  ])('says of %j what is possible', (args, message) => {
    expect(() => parseChaosArguments(args)).toThrow(message);
  });
});
