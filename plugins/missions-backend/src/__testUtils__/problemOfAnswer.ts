import express from 'express';
import request from 'supertest';
import { createOpenApiRouter } from '../schema/openapi';

/**
 * What openapi.yaml has against an answer of the API, or undefined: the answer
 * is sent again through a router that validates responses. For tests.
 */
export async function problemOfAnswer(
  path: string,
  body: unknown,
): Promise<string | undefined> {
  const router = await createOpenApiRouter({
    validatorOptions: { validateResponses: true },
  });
  router.use((_req: express.Request, res: express.Response) => {
    res.json(body);
  });
  let problem: string | undefined;
  const app = express().use('/', router, ((error, _req, res, _next) => {
    problem = error.message;
    res.status(500).end();
  }) as express.ErrorRequestHandler);
  await request(app).get(path);
  return problem;
}
