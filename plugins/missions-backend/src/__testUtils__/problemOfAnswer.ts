import express from 'express';
import request from 'supertest';
import { nameIdempotencyKey } from '../routes/idempotencyKeyOf';
import { createOpenApiRouter } from '../schema/openapi';

let replay: ReturnType<typeof startReplay> | undefined;

/** What is sent again, and what the validator says of it. */
interface Replayed {
  readonly status: number;
  readonly body: unknown;
  problem?: string;
}

/**
 * What openapi.yaml has against an answer of the API, or undefined: the answer
 * is sent again through a router that validates responses. For tests; one answer
 * at a time.
 */
export async function problemOfAnswer(
  path: string,
  body: unknown,
  asked: {
    method?: string;
    headers?: Readonly<Record<string, string>>;
    body?: string;
    status?: number;
  } = {},
): Promise<string | undefined> {
  const { method = 'get', headers = {}, status = 200 } = asked;
  replay ??= startReplay();
  const { app, answer } = await replay;
  const replayed: Replayed = { status, body };
  answer(replayed);
  await request(app)[method as 'get'](path).set(headers).send(asked.body);
  return replayed.problem;
}

async function startReplay() {
  let current: Replayed;
  const router = await createOpenApiRouter({
    validatorOptions: { validateResponses: true },
    middleware: [express.json({ limit: '1mb' }), nameIdempotencyKey],
  });
  router.use((_req: express.Request, res: express.Response) => {
    res.status(current.status).json(current.body);
  });
  const app = express().use('/', router, ((error, _req, res, _next) => {
    current.problem = error.message;
    res.status(500).end();
  }) as express.ErrorRequestHandler);
  return {
    app,
    answer: (replayed: Replayed) => {
      current = replayed;
    },
  };
}
