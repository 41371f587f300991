import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { createEngine, type Engine } from '../engine/createEngine';
import { SETTINGS, type EngineSettings } from '../engine/EngineSettings';

const write = (message: string | Error, meta?: unknown) => {
  process.stdout.write(
    `${new Date().toISOString()} ${message} ${
      meta ? JSON.stringify(meta) : ''
    }\n`,
  );
};
const logger: LoggerService = {
  error: write,
  warn: write,
  info: write,
  debug: () => {},
  child: () => logger,
};

/** An engine as a process: what is killed, stopped and started again. */
async function main(): Promise<void> {
  const settings: EngineSettings = JSON.parse(process.env[SETTINGS]!);
  const engine = await createEngine(settings, logger);
  const asked: Record<string, (body: any) => Promise<unknown>> = {
    '/mission': () => engine.saveMission(),
    '/runs': (body: Parameters<Engine['startRun']>[0]) => engine.startRun(body),
    '/approvals': () => engine.approveAll(),
    '/undos': (body: Parameters<Engine['undo']>[0]) => engine.undo(body),
  };
  const server = createServer(async (request, response) => {
    try {
      const body = request.method === 'POST' ? await json(request) : {};
      const answer = await asked[request.url ?? '']?.(body);
      response.end(JSON.stringify(answer ?? {}));
    } catch (error) {
      response.statusCode = 500;
      response.end(String(error));
    }
  });
  server.listen(settings.port, '127.0.0.1');
  process.on('SIGTERM', async () => {
    server.closeAllConnections();
    await engine.stop();
    process.exit(0);
  });
}

main().catch(error => {
  write(error);
  process.exit(1);
});
