import type {
  MetricsService,
  MetricsServiceObservableCallback,
} from '@backstage/backend-plugin-api/alpha';
import {
  type AttributesOf,
  type Instrument,
  type InstrumentName,
  type NameOf,
  instruments,
} from './instruments';

interface Sink {
  tell(
    value: number,
    attributes?: Record<string, string | boolean | undefined>,
  ): void;
}

/** Reads a gauge when somebody collects it. */
export type GaugeReader<TName extends InstrumentName> = () => Promise<
  readonly { value: number; attributes?: AttributesOf<TName> }[]
>;

/**
 * The metrics of the engine, through Backstage's metrics service. Telling is
 * synchronous, and cheap without an SDK; a gauge is read only when somebody
 * collects it.
 */
export class Telemetry {
  readonly #sinks = new Map<InstrumentName, Sink>();
  readonly #gauges = new Map<InstrumentName, GaugeSource>();

  private constructor(metrics: MetricsService | undefined) {
    for (const [name, instrument] of entries()) {
      if (metrics && instrument.kind === 'gauge') {
        this.#gauges.set(name, gaugeOf(metrics, name, instrument));
      } else if (metrics) {
        this.#sinks.set(name, sinkOf(metrics, name, instrument));
      }
    }
  }

  /** Without a service it tells nobody. */
  static create(options: { metrics?: MetricsService } = {}): Telemetry {
    return new Telemetry(options.metrics);
  }

  /** Counts up, or down where the metric allows it. */
  add<TName extends NameOf<'counter' | 'upDownCounter'>>(
    name: TName,
    value: number,
    attributes?: AttributesOf<TName>,
  ): void {
    this.#sinks.get(name)?.tell(value, attributes);
  }

  /** One measurement, in the unit of the metric. */
  record<TName extends NameOf<'histogram'>>(
    name: TName,
    value: number,
    attributes?: AttributesOf<TName>,
  ): void {
    this.#sinks.get(name)?.tell(value, attributes);
  }

  /** Has a gauge read whenever it is collected, until the answer is called. What it throws is no value. */
  observe<TName extends NameOf<'gauge'>>(
    name: TName,
    read: GaugeReader<TName>,
  ): () => void {
    const gauge = this.#gauges.get(name);
    const callback: MetricsServiceObservableCallback = async result => {
      for (const { value, attributes } of await read().catch(() => [])) {
        result.observe(value, attributes);
      }
    };
    gauge?.addCallback(callback);
    return () => gauge?.removeCallback(callback);
  }
}

type GaugeSource = ReturnType<MetricsService['createObservableGauge']>;

function entries(): [InstrumentName, Instrument][] {
  return Object.entries(instruments) as [InstrumentName, Instrument][];
}

function gaugeOf(
  metrics: MetricsService,
  name: string,
  { unit, description }: Instrument,
): GaugeSource {
  return metrics.createObservableGauge(name, { unit, description });
}

function sinkOf(
  metrics: MetricsService,
  name: string,
  { kind, unit, description, buckets }: Instrument,
): Sink {
  if (kind === 'histogram') {
    const histogram = metrics.createHistogram(name, {
      unit,
      description,
      advice: { explicitBucketBoundaries: [...(buckets ?? [])] },
    });
    return {
      tell: (value, attributes) => histogram.record(value, attributes),
    };
  }
  const counter =
    kind === 'counter'
      ? metrics.createCounter(name, { unit, description })
      : metrics.createUpDownCounter(name, { unit, description });
  return { tell: (value, attributes) => counter.add(value, attributes) };
}
