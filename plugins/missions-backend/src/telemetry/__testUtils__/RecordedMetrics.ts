import type {
  MetricOptions,
  MetricsService,
  MetricsServiceObservableCallback,
} from '@backstage/backend-plugin-api/alpha';

/** A value that an instrument was told, or that a gauge was read as. */
export interface Told {
  readonly value: number;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A metrics service that remembers everything. For tests. */
export class RecordedMetrics implements MetricsService {
  readonly created = new Map<
    string,
    { kind: string; options?: MetricOptions }
  >();
  readonly #told = new Map<string, Told[]>();
  readonly #gauges = new Map<string, Set<MetricsServiceObservableCallback>>();

  /** What an instrument was told, in order. */
  told(name: string): readonly Told[] {
    return this.#told.get(name) ?? [];
  }

  /** The sum of it, of one series or of all. */
  sum(name: string, attributes: Record<string, unknown> = {}): number {
    return this.told(name)
      .filter(item =>
        Object.entries(attributes).every(
          ([key, value]) => item.attributes[key] === value,
        ),
      )
      .reduce((sum, { value }) => sum + value, 0);
  }

  /** Reads a gauge as whoever collects it does. */
  async read(name: string): Promise<Told[]> {
    const read: Told[] = [];
    for (const callback of this.#gauges.get(name) ?? []) {
      await callback({
        observe: (value, attributes = {}) => read.push({ value, attributes }),
      });
    }
    return read;
  }

  createCounter = this.#adding('counter');
  createUpDownCounter = this.#adding('upDownCounter');
  createHistogram = this.#recording('histogram');
  createGauge = this.#recording('syncGauge');
  createObservableCounter = this.#observing('observableCounter');
  createObservableUpDownCounter = this.#observing('observableUpDownCounter');
  createObservableGauge = this.#observing('gauge');

  #teller(kind: string, name: string, options?: MetricOptions) {
    this.created.set(name, { kind, options });
    return (value: number, attributes: Record<string, unknown> = {}) => {
      this.#told.set(name, [...this.told(name), { value, attributes }]);
    };
  }

  #adding(kind: string) {
    return (name: string, options?: MetricOptions) => ({
      add: this.#teller(kind, name, options),
    });
  }

  #recording(kind: string) {
    return (name: string, options?: MetricOptions) => ({
      record: this.#teller(kind, name, options),
    });
  }

  #observing(kind: string) {
    return (name: string, options?: MetricOptions) => {
      this.created.set(name, { kind, options });
      const callbacks = new Set<MetricsServiceObservableCallback>();
      this.#gauges.set(name, callbacks);
      return {
        addCallback: (callback: MetricsServiceObservableCallback<any>) => {
          callbacks.add(callback as MetricsServiceObservableCallback);
        },
        removeCallback: (callback: MetricsServiceObservableCallback<any>) => {
          callbacks.delete(callback as MetricsServiceObservableCallback);
        },
      };
    };
  }
}
