import { MissionError } from '@mission-control/plugin-missions-common';
import { json, type RequestHandler } from 'express';

/** Kilobytes of a body where missions.api.maxBodyKilobytes does not say. */
export const DEFAULT_BODY_KILOBYTES = 512;

/**
 * Reads bodies: JSON objects up to a size. What is neither is refused with
 * what came and what is taken. Throws INPUT_INVALID; the parser's own errors
 * are translated by sendError.
 */
export function readBody(maxKilobytes: number): RequestHandler[] {
  return [
    (req, _res, next) => {
      const type = req.header('Content-Type');
      next(
        hasBody(req) && !req.is('application/json')
          ? new MissionError(
              'INPUT_INVALID',
              type
                ? `The body of the request is '${type.slice(
                    0,
                    100,
                  )}'; the API reads application/json`
                : 'The request has a body and no Content-Type; the API reads application/json',
              { remedy: 'Send JSON with Content-Type: application/json.' },
            )
          : undefined,
      );
    },
    json({ limit: maxKilobytes * 1024, strict: false }),
    (req, _res, next) => {
      const { body } = req;
      next(
        hasBody(req) && (typeof body !== 'object' || !body || isList(body))
          ? new MissionError(
              'INPUT_INVALID',
              `The body of the request must be a JSON object; it is ${kindOf(
                body,
              )}`,
              { remedy: 'Put the fields into one object: { … }.' },
            )
          : undefined,
      );
    },
  ];
}

function hasBody(req: { headers: Record<string, unknown> }): boolean {
  const { 'content-length': length, 'transfer-encoding': encoding } =
    req.headers;
  return encoding !== undefined || Number(length ?? 0) > 0;
}

function isList(value: unknown): value is unknown[] {
  return Array.isArray(value);
}

function kindOf(body: unknown): string {
  if (isList(body)) {
    return `a list of ${body.length}`;
  }
  return body === null ? 'null' : `a ${typeof body}`;
}
