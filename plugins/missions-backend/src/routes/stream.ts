import { RunStream } from './RunStream';
import { readCursor } from './streamCursor';
import type { MissionsRouter, RouteOptions } from './types';

/**
 * GET /runs/{runId}/stream, written by hand: generated handlers know no
 * streams. Errors before the first byte are ordinary answers; afterwards the
 * stream breaks off without its `end` event, and the viewer connects again.
 */
export function addStreamRoute(
  router: MissionsRouter,
  { runs, feed, httpAuth, logger, shutdown, telemetry }: RouteOptions,
): void {
  router.get('/runs/:runId/stream', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { runId } = req.params;
    await runs.events({ credentials, runId, limit: 1 });
    const position = readCursor(
      req.query.cursor ?? req.header('Last-Event-ID'),
    );
    res.writeHead(200, {
      'Content-Type': 'text/event-stream',
      // The portal compresses answers, and lines would wait in the compressor:
      // it leaves alone what may not be transformed.
      'Cache-Control': 'no-cache, no-transform',
      'X-Accel-Buffering': 'no',
    });
    res.flushHeaders();
    const stream = new RunStream({
      runId,
      credentials,
      runs,
      feed,
      res: res as never,
      position,
      newestLines: req.query.lines,
      shutdown,
    });
    telemetry?.add('missions.stream.viewers', 1);
    await stream
      .run()
      .catch(error => {
        logger.debug(`Stream of run ${runId} ended: ${error}`, { runId });
      })
      .finally(() => telemetry?.add('missions.stream.viewers', -1));
  });
}
