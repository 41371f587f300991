import { RecordedMetrics } from './__testUtils__/RecordedMetrics';
import { type Instrument, instruments } from './instruments';
import { Telemetry } from './Telemetry';

describe('Telemetry', () => {
  it('makes every instrument of the table, with its unit', () => {
    const metrics = new RecordedMetrics();
    Telemetry.create({ metrics });
    const made = [...metrics.created].map(([name, { kind, options }]) => [
      name,
      kind,
      options?.unit,
      options?.description,
    ]);
    expect(made).toEqual(
      Object.entries<Instrument>(instruments).map(
        ([name, { kind, unit, description }]) => [
          name,
          kind,
          unit,
          description,
        ],
      ),
    );
    expect(
      metrics.created.get('missions.step.duration')?.options?.advice,
    ).toEqual({
      explicitBucketBoundaries: instruments['missions.step.duration'].buckets,
    });
  });

  it('counts and records with attributes', () => {
    const metrics = new RecordedMetrics();
    const telemetry = Telemetry.create({ metrics });
    telemetry.add('missions.claims', 2);
    telemetry.record('missions.step.duration', 0.5, {
      'missions.action': 'core:noop',
      'missions.step.state': 'succeeded',
    });
    expect(metrics.sum('missions.claims')).toBe(2);
    expect(metrics.told('missions.step.duration')).toEqual([
      {
        value: 0.5,
        attributes: {
          'missions.action': 'core:noop',
          'missions.step.state': 'succeeded',
        },
      },
    ]);
  });

  it('reads a gauge when it is collected, until it is stopped', async () => {
    const metrics = new RecordedMetrics();
    const telemetry = Telemetry.create({ metrics });
    let depth = 1;
    const stop = telemetry.observe('missions.queue.depth', async () => [
      { value: depth },
    ]);
    depth = 7;
    expect(await metrics.read('missions.queue.depth')).toEqual([
      { value: 7, attributes: {} },
    ]);
    stop();
    expect(await metrics.read('missions.queue.depth')).toEqual([]);
  });

  it('tells no value of a gauge that cannot be read', async () => {
    const metrics = new RecordedMetrics();
    Telemetry.create({ metrics }).observe('missions.queue.age', async () => {
      throw new Error('the database is away');
    });
    expect(await metrics.read('missions.queue.age')).toEqual([]);
  });

  it('tells nobody without a service', () => {
    const telemetry = Telemetry.create();
    telemetry.add('missions.claims', 1);
    expect(
      telemetry.observe('missions.queue.depth', async () => []),
    ).toBeInstanceOf(Function);
  });
});
