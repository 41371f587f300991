import type { RequestHandler } from 'express';
import { spec } from '../schema/openapi';

const PATH = '/openapi.json';

/**
 * The document of the API, with paths as callers send them. Answers before the
 * router of Backstage would: that one merges the document with nothing, and
 * calls the result OpenAPI 3.0.3.
 */
export const sendOpenApi: RequestHandler = (req, res, next) => {
  if (req.method !== 'GET' || req.path !== PATH) {
    next();
    return;
  }
  const paths = Object.entries(spec.paths).map(([path, operations]) => [
    `${req.baseUrl}${path}`,
    operations,
  ]);
  res.json({ ...spec, paths: Object.fromEntries(paths) });
};
