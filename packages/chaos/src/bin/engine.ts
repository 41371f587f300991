// Before anything that asks for the time.
import '../engine/skewedClock';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { createEngine } from '../engine/createEngine';
import { SETTINGS, type EngineSettings } from '../engine/EngineSettings';
import { QUESTIONS } from '../engine/questions';

type Asked = (body: unknown) => Promise<unknown>;

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
  const server = createServer(async (request, response) => {
    try {
      const body = request.method === 'POST' ? await json(request) : {};
      const question = QUESTIONS.find(name => request.url === `/${name}`);
      const answer = question && (await (engine[question] as Asked)(body));
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
