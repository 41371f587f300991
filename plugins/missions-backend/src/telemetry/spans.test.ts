import { ROOT_CONTEXT, SpanStatusCode, trace } from '@opentelemetry/api';
import { RecordedSpans } from './__testUtils__/RecordedSpans';
import { currentTraceParent, withSpan } from './spans';

const PARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('without an SDK', () => {
  it('does what it is asked for, and nothing else', async () => {
    const value = await withSpan(
      { name: 'x', facts: { runId: 'r' } },
      async span => {
        span.set({ stepState: 'succeeded' });
        span.failed('failed');
        span.status(500);
        return currentTraceParent() ?? 'no trace';
      },
    );
    expect(value).toBe('no trace');
  });

  it('throws what is thrown', async () => {
    const error = new Error('no');
    await expect(
      withSpan({ name: 'x', facts: {} }, () => Promise.reject(error)),
    ).rejects.toBe(error);
  });
});

describe('with an SDK', () => {
  let spans: RecordedSpans;

  beforeEach(() => {
    spans = RecordedSpans.install();
  });

  it('names what it is about, and ends', async () => {
    await withSpan(
      { name: 'missions.step core:noop', facts: { runId: 'r', stepId: 's' } },
      async span => span.set({ stepState: 'succeeded' }),
    );
    expect(spans.ended).toMatchObject([
      {
        name: 'missions.step core:noop',
        attributes: {
          'missions.run.id': 'r',
          'missions.step.id': 's',
          'missions.step.state': 'succeeded',
        },
      },
    ]);
  });

  it('begins a trace of its own that is linked to the request', async () => {
    await withSpan(
      { name: 'x', facts: {}, linkTo: { traceParent: PARENT } },
      async () => undefined,
    );
    expect(spans.ended).toMatchObject([
      {
        root: true,
        links: [
          {
            context: {
              traceId: '0af7651916cd43dd8448eb211c80319c',
              spanId: 'b7ad6b7169203331',
              traceFlags: 1,
              isRemote: true,
            },
          },
        ],
      },
    ]);
  });

  it.each([undefined, '', 'x', `00-${'0'.repeat(32)}-${'0'.repeat(16)}-01`])(
    'has no link to %j',
    async traceParent => {
      await withSpan(
        { name: 'x', facts: {}, linkTo: { traceParent } },
        async () => undefined,
      );
      expect(spans.ended[0].links).toEqual([]);
    },
  );

  it('tells of an error its kind, not its message', async () => {
    await withSpan({ name: 'x', facts: {} }, () =>
      Promise.reject(new TypeError('the password is hunter2')),
    ).catch(() => undefined);
    expect(spans.ended).toMatchObject([
      {
        attributes: { 'error.type': 'TypeError' },
        status: { code: SpanStatusCode.ERROR, message: 'TypeError' },
      },
    ]);
    expect(JSON.stringify(spans.ended)).not.toContain('hunter2');
  });

  it('tells the trace of what asks', () => {
    const [, traceId, spanId] = PARENT.split('-');
    const active = trace.setSpanContext(ROOT_CONTEXT, {
      traceId,
      spanId,
      traceFlags: 1,
    });
    const told = spans.within(active, () => currentTraceParent());
    expect(told).toBe(PARENT);
  });
});
