import {
  type Attributes,
  type Link,
  ProxyTracerProvider,
  type Span,
  SpanKind,
  SpanStatusCode,
  isSpanContextValid,
  trace,
} from '@opentelemetry/api';

/** The scope of our spans, as Backstage names those of a plugin. */
const tracer = trace.getTracer('backstage-plugin-missions');

/** What stands behind the provider while no SDK is installed. */
const NOBODY = new ProxyTracerProvider().getDelegate();

/**
 * Names of attributes. Values are ids and names that the portal shows to
 * everybody who may read the run: no parameter, no input, no output.
 */
export const spanAttributes = {
  runId: 'missions.run.id',
  target: 'missions.target',
  mission: 'missions.mission.ref',
  stepId: 'missions.step.id',
  action: 'missions.action',
  stepState: 'missions.step.state',
  cluster: 'missions.cluster',
} as const;

/** What a span is about, by name. */
export type SpanFacts = Partial<Record<keyof typeof spanAttributes, string>>;

/** A span that goes on. */
export interface OpenSpan {
  set(facts: SpanFacts): void;
  /** What it is about failed; the code says why. */
  failed(code: string): void;
  /** An answer of HTTP; from 400 on it failed. */
  status(code: number): void;
}

/** Tells nobody. */
const silent: OpenSpan = {
  set: () => undefined,
  failed: () => undefined,
  status: () => undefined,
};

/**
 * Does something inside of a span, which ends with it. What it throws is told
 * as a failure by name only: a message may quote what is not for everybody.
 */
export async function withSpan<T>(
  options: {
    readonly name: string;
    readonly facts: SpanFacts;
    /** A call of a cluster. */
    readonly client?: boolean;
    readonly attributes?: Attributes;
    /** Begins a trace of its own, with a link to this `traceparent`. */
    readonly linkTo?: { readonly traceParent: string | undefined };
  },
  fn: (span: OpenSpan) => Promise<T>,
): Promise<T> {
  if (!isTraced()) {
    return fn(silent);
  }
  const { name, facts, client, attributes, linkTo } = options;
  return tracer.startActiveSpan(
    name,
    {
      kind: client ? SpanKind.CLIENT : SpanKind.INTERNAL,
      attributes: { ...attributesOf(facts), ...attributes },
      ...(linkTo && { root: true, links: linksTo(linkTo.traceParent) }),
    },
    async span => {
      try {
        return await fn(openSpan(span));
      } catch (error) {
        fail(span, error instanceof Error ? error.name : 'Error');
        throw error;
      } finally {
        span.end();
      }
    },
  );
}

/** False costs next to nothing; in doubt, with another copy of the API, it is true. */
export function isTraced(): boolean {
  const provider = trace.getTracerProvider();
  return !(
    provider instanceof ProxyTracerProvider && provider.getDelegate() === NOBODY
  );
}

/** The W3C `traceparent` of what asks now; undefined without a trace. */
export function currentTraceParent(): string | undefined {
  const spanContext = trace.getActiveSpan()?.spanContext();
  if (!spanContext || !isSpanContextValid(spanContext)) {
    return undefined;
  }
  const { traceId, spanId, traceFlags } = spanContext;
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}

function linksTo(traceParent: string | undefined): Link[] {
  const [, traceId, spanId, flags] = (traceParent ?? '').split('-');
  const spanContext = {
    traceId: traceId ?? '',
    spanId: spanId ?? '',
    traceFlags: parseInt(flags ?? '0', 16),
    isRemote: true,
  };
  return isSpanContextValid(spanContext) ? [{ context: spanContext }] : [];
}

function attributesOf(facts: SpanFacts): Attributes {
  return Object.fromEntries(
    Object.entries(facts).map(([key, value]) => [
      spanAttributes[key as keyof SpanFacts],
      value,
    ]),
  );
}

function openSpan(span: Span): OpenSpan {
  return {
    set: facts => span.setAttributes(attributesOf(facts)),
    failed: code => fail(span, code),
    status: code => {
      span.setAttribute('http.response.status_code', code);
      if (code >= 400) {
        fail(span, String(code));
      }
    },
  };
}

function fail(span: Span, code: string): void {
  span.setAttribute('error.type', code);
  span.setStatus({ code: SpanStatusCode.ERROR, message: code });
}
