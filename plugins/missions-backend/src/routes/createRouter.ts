import { MissionError } from '@mission-control/plugin-missions-common';
import type { ErrorRequestHandler } from 'express';
import { createOpenApiRouter } from '../schema/openapi';
import { methodsOf } from './apiPaths';
import { addApprovalRoutes } from './approvals';
import { addBrakeRoutes } from './brakes';
import { checkText } from './checkText';
import { addClusterRoutes } from './clusters';
import { nameIdempotencyKey } from './idempotencyKeyOf';
import { addMissionRoutes } from './missions';
import { addOrbitRoutes } from './orbits';
import { refuseWrites } from './refuseWrites';
import { addRunPartRoutes } from './runParts';
import { addRunRoutes } from './runs';
import { DEFAULT_BODY_KILOBYTES, readBody } from './readBody';
import {
  errorMapping,
  sendError,
  toBodyError,
  toMissionError,
} from './sendError';
import { sendOpenApi } from './sendOpenApi';
import { addStreamRoute } from './stream';
import type { MissionsRouter, RouteOptions } from './types';
import { addUndoKitRoutes } from './undoKits';

/**
 * The API: validated by openapi.yaml, one file per resource, errors mapped in
 * one place.
 */
export async function createRouter(
  options: RouteOptions,
): Promise<MissionsRouter> {
  const { maxBodyKilobytes: kilobytes = DEFAULT_BODY_KILOBYTES } = options;
  const router = await createOpenApiRouter({
    middleware: [
      sendOpenApi,
      ...readBody(kilobytes),
      checkText,
      refuseWrites(() => options.whyNoWrites?.()),
      nameIdempotencyKey,
      // Express knows error handlers by their number of arguments only.
      bodyErrors(kilobytes) as never,
    ],
  });
  router.get('/status', async (req, res) => {
    const credentials = await options.httpAuth.credentials(req);
    res.json(await options.status.get({ credentials }));
  });
  addMissionRoutes(router, options);
  addClusterRoutes(router, options);
  addBrakeRoutes(router, options);
  addRunRoutes(router, options);
  addRunPartRoutes(router, options);
  addUndoKitRoutes(router, options);
  addStreamRoute(router, options);
  addApprovalRoutes(router, options);
  addOrbitRoutes(router, options);
  router.use(unknownPath);
  router.use(errorMapping(options.logger) as never);
  return router;
}

/** Answers at once: behind it, the validator would forget what was wrong. */
function bodyErrors(kilobytes: number): ErrorRequestHandler {
  return (error, req, res, next) => {
    const known =
      toMissionError(error, req) ?? toBodyError(error, req, kilobytes);
    if (known) {
      sendError(req, res, known);
    } else {
      next(error);
    }
  };
}

/** The last route: in the words of the catalogue that there is none. */
function unknownPath(req: { method: string; path: string }): never {
  const methods = methodsOf(req.path);
  throw new MissionError(
    'NOT_FOUND',
    methods.length > 0
      ? `${req.path} has no ${req.method}; it has ${methods.join(' and ')}`
      : `There is nothing at ${req.path}`,
    { remedy: 'Look into the API: docs/api.md, or /openapi.json beside it.' },
  );
}
