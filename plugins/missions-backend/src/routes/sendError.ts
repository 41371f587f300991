import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  errorCatalogue,
  isMissionError,
  MissionError,
  type ErrorBody,
  type ErrorCode,
} from '@mission-control/plugin-missions-common';
import type { ErrorRequestHandler, Request, Response } from 'express';

/** Backstage's errors, by name, in the words of our catalogue. */
const byName: Record<string, ErrorCode> = {
  InputError: 'INPUT_INVALID',
  NotAllowedError: 'NOT_ALLOWED',
  NotFoundError: 'NOT_FOUND',
  ConflictError: 'CONFLICT',
};

/** Errors of the body parser, by their type, in the words of our catalogue. */
const byParserType: Record<string, { code: ErrorCode; remedy?: string }> = {
  'entity.too.large': { code: 'PAYLOAD_TOO_LARGE' },
  'entity.parse.failed': {
    code: 'INPUT_INVALID',
    remedy: 'Send valid JSON; the message says where it breaks off.',
  },
  'encoding.unsupported': { code: 'INPUT_INVALID' },
  'charset.unsupported': { code: 'INPUT_INVALID' },
  'request.aborted': { code: 'INPUT_INVALID' },
};

/**
 * The error of the catalogue that a thrown value becomes, or undefined when it
 * is none of ours and must not reach a client in its own words.
 */
export function toMissionError(error: unknown): MissionError | undefined {
  if (isMissionError(error)) {
    return error;
  }
  const { name, message, type } = error as {
    name?: string;
    message?: string;
    type?: string;
  };
  const parsed = type ? byParserType[type] : undefined;
  if (parsed) {
    return new MissionError(
      parsed.code,
      parsed.code === 'PAYLOAD_TOO_LARGE'
        ? 'The body of the request is larger than 512 KB'
        : `The body of the request cannot be read: ${message}`,
      { remedy: parsed.remedy, cause: error },
    );
  }
  const code = name ? byName[name] : undefined;
  return code
    ? new MissionError(code, message ?? errorCatalogue[code].when, {
        cause: error,
      })
    : undefined;
}

/** Writes an error as the API describes it: code, message and remedy. */
export function sendError(
  req: Request,
  res: Response,
  error: MissionError,
): void {
  const body: ErrorBody = {
    error: {
      name: error.name,
      message: error.message,
      code: error.code,
      details: {
        ...error.details,
        remedy: error.remedy,
        ...(error.object && { object: error.object }),
      },
    },
    request: { method: req.method, url: req.originalUrl },
    response: { statusCode: error.status },
  };
  res.status(error.status).json(body);
}

/**
 * Maps every error of a router. What is not of the catalogue is logged with
 * its stack and answered without its words; authentication errors go on to
 * Backstage, which knows the headers that they need.
 */
export function errorMapping(logger: LoggerService): ErrorRequestHandler {
  return (error, req, res, next) => {
    if (res.headersSent || error?.name === 'AuthenticationError') {
      next(error);
      return;
    }
    const known = toMissionError(error);
    if (!known) {
      logger.error(`${req.method} ${req.path} failed`, error);
    }
    sendError(
      req,
      res,
      known ??
        new MissionError(
          'INTERNAL',
          'The portal could not answer because of an internal error',
        ),
    );
  };
}
