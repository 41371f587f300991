import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Attributes,
  type Context,
  type Link,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  type SpanOptions,
  type SpanStatus,
  context,
  trace,
} from '@opentelemetry/api';

/** A span that ended. */
export interface RecordedSpan {
  readonly name: string;
  readonly kind?: number;
  readonly root: boolean;
  readonly links: readonly Link[];
  readonly attributes: Attributes;
  readonly spanId: string;
  /** Id of the span in which it began; absent for a root. */
  readonly parentId?: string;
  status?: SpanStatus;
}

/** What the tracers of this process tell: OpenTelemetry takes the first provider for good. */
let installed: RecordedSpans | undefined;

/** The little of an SDK that shows what it was told. For tests. */
export class RecordedSpans {
  ended: RecordedSpan[] = [];
  readonly #contexts = new AsyncLocalStorage<Context>();
  #number = 0;

  private constructor() {}

  /** The SDK of this process from the first call on; what was told before is forgotten. */
  static install(): RecordedSpans {
    if (installed) {
      installed.ended = [];
      return installed;
    }
    const spans = new RecordedSpans();
    installed = spans;
    const storage = spans.#contexts;
    const manager = {
      active: () => storage.getStore() ?? ROOT_CONTEXT,
      with: (active: Context, fn: any, self?: any, ...values: any[]) =>
        storage.run(active, () => fn.call(self, ...values)),
      bind: (_context: Context, target: any) => target,
      enable: () => manager,
      disable: () => manager,
    };
    context.setGlobalContextManager(manager);
    trace.setGlobalTracerProvider({ getTracer: () => spans.#tracer() });
    return spans;
  }

  /** Does something in a context. */
  within<T>(active: Context, fn: () => T): T {
    return this.#contexts.run(active, fn);
  }

  #tracer() {
    const startSpan = (
      name: string,
      options: SpanOptions = {},
      active = context.active(),
    ): Span => this.#start(name, options, active);
    return {
      startSpan,
      startActiveSpan: (name: string, ...rest: any[]) => {
        const fn = rest.at(-1);
        const [options] = rest.length > 1 ? rest : [{}];
        const span = startSpan(name, options);
        return context.with(
          trace.setSpan(context.active(), span),
          fn,
          undefined,
          span,
        );
      },
    };
  }

  #start(name: string, options: SpanOptions, active: Context): Span {
    this.#number += 1;
    const spanId = String(this.#number).padStart(16, '0');
    const parent = options.root ? undefined : trace.getSpanContext(active);
    const spanContext: SpanContext = {
      traceId: parent?.traceId ?? spanId.repeat(2),
      spanId,
      traceFlags: 1,
    };
    const record: RecordedSpan = {
      name,
      kind: options.kind,
      root: options.root ?? false,
      links: options.links ?? [],
      attributes: { ...options.attributes },
      spanId,
      parentId: parent?.spanId,
    };
    const span = {
      spanContext: () => spanContext,
      setAttribute: (key: string, value: any) => {
        record.attributes[key] = value;
        return span;
      },
      setAttributes: (values: Attributes) => {
        Object.assign(record.attributes, values);
        return span;
      },
      setStatus: (status: SpanStatus) => {
        record.status = status;
        return span;
      },
      end: () => {
        this.ended.push(record);
      },
    };
    return span as unknown as Span;
  }
}
