import { json, type NextFunction, type Request, type Response } from 'express';
import { createOpenApiRouter } from '../schema/openapi';
import { addApprovalRoutes } from './approvals';
import { addClusterRoutes } from './clusters';
import { addMissionRoutes } from './missions';
import { addOrbitRoutes } from './orbits';
import { addRunPartRoutes } from './runParts';
import { addRunRoutes } from './runs';
import { errorMapping, sendError, toMissionError } from './sendError';
import { addStreamRoute } from './stream';
import type { MissionsRouter, RouteOptions } from './types';

/** Bytes of a request's body. */
const MAX_BODY_BYTES = 512 * 1024;

/**
 * The API: validated by openapi.yaml, one file per resource, errors mapped in
 * one place.
 */
export async function createRouter(
  options: RouteOptions,
): Promise<MissionsRouter> {
  const router = await createOpenApiRouter({
    middleware: [
      json({ limit: MAX_BODY_BYTES }),
      // Express knows error handlers by their number of arguments only.
      bodyErrors as never,
    ],
  });
  router.get('/status', async (req, res) => {
    const credentials = await options.httpAuth.credentials(req);
    res.json(await options.status.get({ credentials }));
  });
  addMissionRoutes(router, options);
  addClusterRoutes(router, options);
  addRunRoutes(router, options);
  addRunPartRoutes(router, options);
  addStreamRoute(router, options);
  addApprovalRoutes(router, options);
  addOrbitRoutes(router, options);
  router.use(errorMapping(options.logger) as never);
  return router;
}

/** Answers at once: behind it, the validator would forget what was wrong. */
function bodyErrors(
  error: unknown,
  req: Request,
  res: Response,
  next: NextFunction,
): void {
  const known = toMissionError(error);
  if (known) {
    sendError(req, res, known);
  } else {
    next(error);
  }
}
