import type { Request, RequestHandler } from 'express';

/**
 * Takes the key under the name that the generated client sends too: it writes
 * header names as it writes properties. Goes before the validator, which asks
 * for the header where openapi.yaml does.
 */
export const nameIdempotencyKey: RequestHandler = (req, _res, next) => {
  req.headers['idempotency-key'] ??= req.headers.idempotencykey as
    | string
    | undefined;
  next();
};

/** The key that makes a repeated request harmless; the validator has seen it. */
export function idempotencyKeyOf(req: Pick<Request, 'header'>): string {
  return req.header('Idempotency-Key') ?? '';
}
