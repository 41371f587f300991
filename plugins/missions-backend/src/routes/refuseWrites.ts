import type { MissionError } from '@mission-control/plugin-missions-common';
import type { RequestHandler } from 'express';
import { sendError } from './sendError';

/** Methods that change nothing. */
const READS = new Set(['GET', 'HEAD']);

/** Answers whatever would change something with an error, as long as there is one. */
export function refuseWrites(
  reason: () => MissionError | undefined,
): RequestHandler {
  return (req, res, next) => {
    const error = READS.has(req.method) ? undefined : reason();
    if (error) {
      sendError(req, res, error);
    } else {
      next();
    }
  };
}
