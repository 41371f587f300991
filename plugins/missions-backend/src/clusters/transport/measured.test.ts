import { SpanKind } from '@opentelemetry/api';
import { Telemetry } from '../../telemetry';
import { RecordedMetrics } from '../../telemetry/__testUtils__/RecordedMetrics';
import { RecordedSpans } from '../../telemetry/__testUtils__/RecordedSpans';
import { createTestClient } from '../testing/createTestClient';
import {
  refuse,
  startApiServer,
  type TestApiServer,
} from '../testing/startApiServer';

describe('requests to a cluster', () => {
  let server: TestApiServer;
  let metrics: RecordedMetrics;
  let spans: RecordedSpans;
  let made: ReturnType<typeof createTestClient>;

  beforeEach(async () => {
    spans = RecordedSpans.install();
    metrics = new RecordedMetrics();
    server = await startApiServer(({ path }, response) =>
      path === '/no'
        ? refuse(response, 403, { reason: 'Forbidden' })
        : { kind: 'Status' },
    );
    made = createTestClient(
      server.connection,
      undefined,
      Telemetry.create({ metrics }),
    );
  });

  afterEach(async () => {
    await made.pool.close();
    await server.close();
  });

  const series = () =>
    metrics
      .told('missions.cluster.request.duration')
      .map(({ attributes }) => attributes);

  it('are measured by cluster, verb and kind of answer, without their paths', async () => {
    const { client } = made;
    await client.request({ path: '/secrets/hunter2' });
    await client
      .request({ method: 'POST', path: '/no', body: { password: 'hunter2' } })
      .catch(() => undefined);
    const cluster = { 'missions.cluster': server.connection.name };
    expect(series()).toEqual([
      {
        ...cluster,
        'http.request.method': 'GET',
        'missions.response.class': '2xx',
      },
      {
        ...cluster,
        'http.request.method': 'POST',
        'missions.response.class': '4xx',
      },
    ]);
    expect(spans.ended).toMatchObject([
      {
        name: 'GET cluster',
        kind: SpanKind.CLIENT,
        attributes: { ...cluster, 'http.response.status_code': 200 },
      },
      {
        name: 'POST cluster',
        attributes: {
          'http.response.status_code': 403,
          'error.type': '403',
        },
      },
    ]);
    expect(JSON.stringify(spans.ended)).not.toContain('hunter2');
  });

  it('without an answer count as errors', async () => {
    const { client } = made;
    await server.close();
    await client
      .request({ method: 'POST', path: '/x', body: {} })
      .catch(() => undefined);
    expect(series()).toMatchObject([{ 'missions.response.class': 'error' }]);
  });
});
